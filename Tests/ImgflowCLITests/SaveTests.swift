import Foundation
import ImageFacts
import Testing

/// Where pictures go, and what stands there already.
@Suite(.inTurns) struct SaveTests {
    @Test(arguments: [
        ("", "a-resize.jpg", ImageFormat.jpeg),
        (#""out/{stem}.jpg""#, "out/a.jpg", .jpeg),
        (#""out/{name}""#, "out/a.jpg", .jpeg),
        (#""out/{stem}.{ext}""#, "out/a.jpg", .jpeg),
        (#""out/{stem}""#, "out/a.jpg", .jpeg),
        (#""{stem}-{width}x{height}.png""#, "a-160x107.png", .png),
        (#""deep/er/{verb}-{index}.webp""#, "deep/er/resize-1.webp", .webp),
        (#""{{x}}.png""#, "{x}.png", .png),
        (#"'{stem}.png'"#, "{stem}.png", .png),
        (#""tif.tif""#, "tif.tif", .tiff),
    ])
    func aNameBecomesAPath(name: String, path: String, format: ImageFormat) async throws {
        let desk = try Desk().photo("a.jpg", 320, 214)
        let run = try await desk.imgflow("-c", "load \"a.jpg\" | resize 50% | save \(name)")
        run.expect(output: "\(path)\n")
        #expect(desk.files == [path, "a.jpg"].sorted())
        let facts = try desk.facts(path)
        #expect(facts.format == format)
        #expect(facts.size == PixelSize(160, 107))
    }

    /// A picture that arrives between the check and the end of the run is not replaced.
    @Test func whatCameMeanwhileIsNotReplaced() async throws {
        let desk = try Desk().photo("a.jpg", 320, 214)
        let server = try await Bedrock(on: desk, "--latency", "2500")
        let run = try desk.start(
            ["-c", #"load "a.jpg" | remove-background | save "cut.png""#, "--trace"],
            environment: server.exports)
        #expect(try await eventually { run.errorsSoFar.contains("trace: POST ") })
        try desk.file("cut.png", "the user's own")
        let ended = await run.ended()
        ended.expect(status: 1, output: "")
        ended.expectErrors(toContain: "error: save: `cut.png` already exists\n")
        #expect(try desk.bytes("cut.png") == Array("the user's own".utf8))
        // Paid for, and kept.
        #expect(desk.records.count == 1)
    }

    @Test func aDamagedInputLeavesNoFile() async throws {
        let desk = try Desk().file("broken.png", Pictures.damaged(PixelSize(640, 427)))
        let run = try await desk.imgflow("-c", #"load "broken.png" | resize 50% | save "b.png""#)
        run.expect(status: 1, output: "")
        #expect(desk.files == ["broken.png"])
    }

    @Test func oneBadFileOfManyGivesEight() async throws {
        let desk = try Desk().photo("in/1.png", 64, 48).photo("in/3.png", 64, 48)
        try desk.file("in/2.png", Pictures.damaged(PixelSize(640, 427)))
        let run = try await desk.imgflow("-c", #"load "in" | resize 32 | save "{stem}-small.png""#)
        run.expect(status: 8, output: "1-small.png\n3-small.png\n")
        run.expectErrors(
            toContain:
                "2 succeeded, 1 failed; run the same command again to retry only what failed\n")
    }

    /// What leads to a file that is there, and to nothing else, is not asked for again.
    @Test func aFileThatIsThereIsNotMadeAgain() async throws {
        let program =
            #"generate ["a", "b"] | save "{text}.png" if-missing:true | resize 64 | save "small-{text}.png" if-missing:true"#
        let desk = try Desk().photo("a.png", 300, 300).photo("small-a.png", 64, 64)
        let before = try desk.bytes("a.png")
        let options = ["--backend", "sandbox", "--ephemeral"]
        let plan = try await desk.start(["plan", "-c", program] + options).ended()
        #expect(plan.text.hasPrefix("-c: 1 paid call, $0.04"))
        #expect(plan.text.contains("exists   a.png\n           small-a.png\n"))
        let run = try await desk.start(["-c", program] + options).ended()
        run.expect(output: "b.png\nsmall-b.png\n")
        run.expectErrors(toContain: "a.png already exists\n", "1 call made")
        #expect(try desk.bytes("a.png") == before)
        // Now all is there: nothing is done, and that is no mistake.
        let again = try await desk.start(["-c", program] + options).ended()
        again.expect(output: "")
        #expect(!again.errors.contains("call made"))
        // One of the two files is missing: what leads to it is done, the other is left alone.
        try FileManager.default.removeItem(at: desk.folder.appending(path: "small-b.png"))
        let half = try await desk.start(["-c", program] + options).ended()
        half.expect(output: "small-b.png\n")
        half.expectErrors(toContain: "1 call made")
    }

    @Test func aNameThatOnlyTheRunKnowsCannotBeLookedFor() async throws {
        let run = try await Desk().imgflow(
            "check", "-c", #"generate "a" | upscale fast | save "{width}.png" if-missing:true"#)
        run.expect(status: 3)
        run.expectErrors(toContain: "error[E090]", "known before the run")
    }

}
