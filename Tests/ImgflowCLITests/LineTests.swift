import Foundation
import ImageFacts
import Testing

/// The line that everything is about, offline.
@Suite(.inTurns) struct LineTests {
    static let line = #"load "a.jpg" | inpaint mask:"sky" text:"storm" | upscale creative | save"#
    static let saved = "a-inpaint-upscale.jpg"

    private static let warning = """
        warning[W051]: `upscale creative` reuses the prompt `storm`, which describes only part of the image
          --> -c:1:50
           |
         1 | load "a.jpg" | inpaint mask:"sky" text:"storm" | upscale creative | save
           |                                                  ^^^^^^^^^^^^^^^^ reuses the prompt of the image
           = fix: describe the whole image: text:"a city under a storm"


        """

    private func desk() throws -> Desk { try Desk().photo("a.jpg", 640, 427) }

    private func run(
        _ desk: Desk, _ options: String..., line: String = Self.line
    ) async throws -> Command.Ended {
        try await desk.start(["-c", line, "--backend", "sandbox"] + options).ended()
    }

    @Test func itSavesOnePictureAndPrintsItsPath() async throws {
        let desk = try desk()
        let run = try await run(desk)
        run.expect(output: "\(Self.saved)\n")
        #expect(desk.files == ["a-inpaint-upscale.jpg", "a.jpg"])
        let facts = try desk.facts(Self.saved)
        #expect(facts.format == .jpeg)
        #expect(facts.size.pixels > 9_000_000)
        #expect(desk.records.count == 2)
    }

    @Test func whatHappenedIsToldOnStandardError() async throws {
        let desk = try desk()
        let run = try await run(desk)
        #expect(run.errors.hasPrefix(Self.warning))
        let told = run.errors.dropFirst(Self.warning.count).split(separator: "\n")
        try #require(told.count == 4, "\(run.errors)")
        #expect(
            told[0].contains(
                /^inpaint: 640x427 png, \d+\.\d s, sandbox \(\$0\.07 at AWS\), seed \d+$/))
        // What the plan says of an image, the run says too.
        #expect(told[1] == "upscale: reuses the prompt of the image: `storm`")
        #expect(
            told[2].contains(
                /^upscale: \d+x\d+ jpeg, \d+\.\d s, sandbox \(\$0\.60 at AWS\), seed \d+$/))
        #expect(told[3] == "sandbox, nothing is billed ($0.67 at AWS): 2 calls made, 0 cached")
    }

    @Test func theSamePictureComesAgain() async throws {
        let (first, second) = (try desk(), try desk())
        _ = try await run(first)
        _ = try await run(second)
        #expect(try first.bytes(Self.saved) == second.bytes(Self.saved))
    }

    @Test func aSecondRunKnowsEverything() async throws {
        let desk = try desk()
        _ = try await run(desk)
        let picture = try desk.bytes(Self.saved)
        let again = try await run(desk, "--overwrite")
        again.expect(output: "\(Self.saved)\n")
        #expect(
            again.errors.contains(
                /inpaint: 640x427 png, cached, seed \d+\nupscale: \d+x\d+ jpeg, cached, seed \d+\n/)
        )
        again.expectErrors(
            toContain: "\(Self.saved) is unchanged\n",
            "sandbox, nothing is billed ($0.00 at AWS): 0 calls made, 2 cached\n")
        #expect(try desk.bytes(Self.saved) == picture)
    }

    /// What imgflow wrote itself it may write again.
    @Test func aSecondRunLeavesItsOwnFileAlone() async throws {
        let desk = try desk()
        _ = try await run(desk)
        let again = try await run(desk)
        again.expect(output: "\(Self.saved)\n")
        again.expectErrors(toContain: "\(Self.saved) is unchanged\n")
    }

    @Test func aFileThatChangedSinceIsNotReplaced() async throws {
        let desk = try desk()
        _ = try await run(desk)
        try desk.photo(Self.saved, 40, 40)
        let again = try await run(desk)
        again.expect(status: 3, output: "")
        again.expectErrors(toContain: "error[E060]: `\(Self.saved)` already exists\n")
    }

    @Test func thePlanSaysItAll() async throws {
        let desk = try desk()
        let plan = try await desk.imgflow("plan", "-c", Self.line, "--backend", "sandbox")
        plan.expect(
            output: """
                -c: 2 paid calls, $0.67; the sandbox bills nothing

                  line 1  load     a.jpg                          640x427 jpeg
                  line 1  inpaint  search-replace in us-west-2    640x427 -> 640x427 png           $0.07
                  line 1  upscale  creative-upscale in us-west-2  640x427 -> about 3859x2575 jpeg  $0.60
                      = reuses the prompt of the image: `storm`
                  line 1  save     a-inpaint-upscale.jpg          about 3859x2575 jpeg

                prices
                  search-replace    $0.07  AWS's pricing page, as cited by litellm, 2026-11
                  creative-upscale  $0.60  AWS's pricing page, as cited by litellm, 2026-11

                  files    a-inpaint-upscale.jpg
                  sent to  nowhere: data stays on this machine (sandbox)
                  time     no waiting for AWS quotas
                  sizes    `about`: estimated; AWS does not document the exact size
                  disk     about 5.5 MB, including cached results
                  total    $0.67

                """, errors: Self.warning)
        let dry = try await run(desk, "--dry-run")
        dry.expect(output: plan.text, errors: Self.warning)
        #expect(desk.files == ["a.jpg"])
        #expect(desk.records.isEmpty)
    }

    /// What is there is told apart: the very picture, an earlier one of imgflow's, a stranger's.
    @Test func thePlanSaysWhatBecomesOfFiles() async throws {
        let desk = try desk()
        func file(_ program: String) async throws -> String? {
            let plan = try await desk.imgflow(
                "plan", "-c", program, "--backend", "sandbox", "--overwrite")
            return plan.lines.first { $0.hasPrefix("  files") }
        }
        let cut = #"load "a.jpg" | remove-background | resize 50% | save "b.png""#
        #expect(try await file(cut) == "  files    b.png")
        _ = try await desk.imgflow("-c", cut, "--backend", "sandbox")
        let times = try await desk.imgflow("plan", "-c", cut, "--backend", "sandbox")
        #expect(times.text.contains("1 paid call, $0.00 (1 cached)"))
        #expect(try await file(cut) == "  files  b.png (already exists, unchanged)")
        #expect(
            try await file(cut.replacing("50%", with: "25%"))
                == "  files  b.png (replaces imgflow's own file)")
        try desk.photo("b.png", 9, 9)
        #expect(try await file(cut) == "  files  b.png (replaces an existing file)")
        let json = try await desk.imgflow(
            "plan", "-c", cut, "--backend", "sandbox", "--overwrite", "--json")
        #expect(json.text.contains(#""standing" : "foreign""#))
    }

    /// Each model's own median of what this machine saw before; nothing where it saw none.
    @Test func thePlanTellsTheTimeThatCallsTookBefore() async throws {
        let desk = try desk()
        let server = try await Bedrock(on: desk, "--latency", "1200")
        func time(_ program: String) async throws -> String? {
            let plan = try await desk.start(
                ["plan", "-c", program], environment: server.exports
            ).ended()
            return plan.lines.first { $0.hasPrefix("  time") }
        }
        let program = #"load "a.jpg" | remove-background | save "b.png""#
        #expect(try await time(program)?.contains("from earlier calls") == false)
        try await desk.start(["-c", program], environment: server.exports).ended().expect()
        let other = program.replacing(#""a.jpg""#, with: #""a.jpg" | flip"#)
            .replacing("b.png", with: "c.png")
        // A busy machine adds to what the server waits.
        let told = try #require(try await time(other))
        let match = try #require(
            try /\x20 time     about (\d+) s \(from earlier calls\); no waiting for AWS quotas/
                .wholeMatch(in: told), "\(told)")
        #expect(try #require(Int(match.1)) >= 2)
    }

    /// Each stage of a twelve-megapixel photograph is legal, and what is done to it is said.
    @Test func thePlanOfALargePhotographShrinksIt() async throws {
        let desk = try Desk().photo("a.jpg", 4000, 3000)
        let plan = try await desk.imgflow("plan", "-c", Self.line)
        plan.expect(
            output: """
                -c: 2 paid calls, $0.67

                  line 1  load     a.jpg                          4000x3000 jpeg
                  line 1  inpaint  search-replace in us-west-2    4000x3000 -> 3547x2660 jpeg        $0.07
                      = returned as jpeg, slightly compressed: a png could exceed AWS's 16 MiB response limit
                      = downscaled first: 4000x3000 -> 3547x2660 (search-replace accepts at most 9,437,184 px)
                  line 1  upscale  creative-upscale in us-west-2  3547x2660 -> about 3641x2729 jpeg  $0.60
                      = reuses the prompt of the image: `storm`
                      = downscaled first: 3547x2660 -> 1182x886 (creative-upscale accepts at most 1,048,576 px)
                  line 1  save     a-inpaint-upscale.jpg          about 3641x2729 jpeg

                prices
                  search-replace    $0.07  AWS's pricing page, as cited by litellm, 2026-11
                  creative-upscale  $0.60  AWS's pricing page, as cited by litellm, 2026-11

                  files    a-inpaint-upscale.jpg
                  sent to  AWS in us-west-2: 2 images and the prompt
                  time     no waiting for AWS quotas
                  sizes    `about`: estimated; AWS does not document the exact size
                  disk     about 7.3 MB, including cached results
                  total    $0.67

                """)
    }

    @Test func aLargePhotographRuns() async throws {
        let desk = try Desk().photo("a.jpg", 4000, 3000)
        let run = try await run(desk)
        run.expect(output: "\(Self.saved)\n")
        #expect(try desk.facts(Self.saved).size.pixels > 9_000_000)
    }

    @Test func jsonTellsOneEventALine() async throws {
        let desk = try desk()
        let run = try await run(desk, "--json")
        run.expect(
            output: """
                {"event":"saved","path":"a-inpaint-upscale.jpg"}
                {"calls":2,"doubtful":"0.00","event":"end","exitCode":0,"known":0,"spent":"0.67"}

                """)
    }

    @Test func jsonOfAPlanNamesModelsSizesAndPrices() async throws {
        let desk = try desk()
        let run = try await desk.imgflow("plan", "-c", Self.line, "--json")
        run.expect(errors: "")
        let plan = try JSONDecoder().decode(PlanJSON.self, from: Data(run.output))
        #expect(plan.schema == 1)
        #expect(plan.total == "0.67")
        #expect(plan.files == [Self.saved])
        #expect(plan.steps.map(\.verb) == ["load", "inpaint", "upscale", "save"])
        #expect(
            plan.steps.map(\.modelID) == [
                nil, "us.stability.stable-image-search-replace-v1:0",
                "us.stability.stable-creative-upscale-v1:0", nil,
            ])
        #expect(plan.steps.map(\.price) == [nil, "0.07", "0.60", nil])
        #expect(plan.steps.map(\.size?.width) == [640, 640, 3859, 3859])
        #expect(plan.steps.map(\.size?.isExact) == [true, true, false, false])
        #expect(
            plan.steps[1].request?.contains(
                #""prompt":"storm","image":"<image>","search_prompt":"sky""#)
                == true)
        #expect(plan.diagnostics.map(\.code) == ["W051"])
    }

    private struct PlanJSON: Decodable {
        struct Size: Decodable {
            var width: Int
            var isExact: Bool
        }
        struct Step: Decodable {
            var verb: String
            var modelID: String?
            var price: String?
            var size: Size?
            var request: String?
        }
        struct Message: Decodable { var code: String }
        var schema: Int
        var total: String
        var files: [String]
        var steps: [Step]
        var diagnostics: [Message]
    }

    @Test func quietSaysNothingButPaths() async throws {
        let run = try await run(desk(), "--quiet")
        run.expect(output: "\(Self.saved)\n", errors: "")
    }

    @Test func outMovesWhatHasNoName() async throws {
        let desk = try desk()
        let run = try await run(desk, "--out", "made/today")
        run.expect(output: "made/today/\(Self.saved)\n")
        #expect(desk.files == ["a.jpg", "made/today/\(Self.saved)"])
    }

    @Test func overwriteReplacesWhatIsThere() async throws {
        let desk = try desk().file(Self.saved, "something of the user's")
        let refused = try await run(desk)
        refused.expect(status: 3, output: "")
        #expect(try desk.bytes(Self.saved) == Array("something of the user's".utf8))
        let run = try await run(desk, "--overwrite")
        run.expect(output: "\(Self.saved)\n")
        #expect(try desk.facts(Self.saved).format == .jpeg)
    }

    @Test func ephemeralKeepsNothing() async throws {
        let desk = try desk()
        let run = try await run(desk, "--ephemeral")
        run.expect(output: "\(Self.saved)\n")
        #expect(desk.allFiles == ["work/\(Self.saved)", "work/a.jpg"])
    }

    @Test func theStoreIsWhereTheUserSays() async throws {
        let desk = try desk()
        _ = try await run(desk, "--store", "kept")
        #expect(desk.records.isEmpty)
        #expect(desk.files.count { $0.hasPrefix("kept/") && $0.hasSuffix(".json") } == 2)
    }

    @Test func traceShowsTheRequestWithoutThePicture() async throws {
        let desk = try desk()
        let run = try await run(desk, "--trace")
        let trace = run.errors.split(separator: "\n").filter { $0.hasPrefix("trace: ") }
        try #require(trace.count == 4, "\(run.errors)")
        #expect(
            trace[0].contains(
                #/^trace: {"prompt":"storm","image":"<image: \d+,\d+ bytes as base64>","search_prompt":"sky","seed":\d+,"output_format":"png"}$/#
            ))
        #expect(
            trace[1] == "trace: aws bedrock-runtime invoke-model --region us-west-2"
                + " --model-id us.stability.stable-image-search-replace-v1:0"
                + " --content-type application/json --accept application/json"
                + " --body fileb://request.json response.json")
        #expect(run.errors.utf8.count < 4_000)
    }

    @Test func aScriptRunsFromAnotherFolder() async throws {
        let desk = try desk()
        try desk.file(
            "scripts/storm.imgflow",
            "#!/usr/bin/env imgflow\n\(Self.line.replacing(" | ", with: "\n  | "))\n")
        let script = desk.folder.appending(path: "scripts/storm.imgflow").path
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
        let run = try await desk.start(
            [], environment: ["IMGFLOW_BACKEND": "sandbox"], program: script
        ).ended()
        run.expect(output: "\(Self.saved)\n")
        run.expectErrors(toContain: "inpaint (line 3): 640x427 png")
        #expect(desk.files == [Self.saved, "a.jpg", "scripts/storm.imgflow"])
    }
}
