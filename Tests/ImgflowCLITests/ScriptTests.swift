import Foundation
import ImageFacts
import Testing

/// Programs that people keep: parameters as flags, shebangs, pipes, `fmt`, messages for machines.
@Suite(.inTurns) struct ScriptTests {
    private static let script = """
        #!/usr/bin/env imgflow
        # Paints a storm over a photo.
        imgflow 1
        param photo: file "the photo to change"
        param side: integer = 64 "how wide, in pixels"
        param grey: truth = false
        use "parts/brand.imgflow"

        load $photo | branded | resize $side | save "{stem}-storm.png"

        """

    private func desk() throws -> Desk {
        let desk = try Desk()
            .photo("shots/a.jpg", 640, 427).file("bin/storm.imgflow", Self.script)
            .file("bin/parts/brand.imgflow", "def branded() = resize 50%\n")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755],
            ofItemAtPath: desk.folder.appending(path: "bin/storm.imgflow").path)
        return desk
    }

    private func script(_ desk: Desk) -> String {
        desk.folder.appending(path: "bin/storm.imgflow").path
    }

    @Test func isRunByItsName() async throws {
        let desk = try desk()
        // Paths are relative to where the user stands, `use` to the file.
        let run = try await desk.start(
            ["a.jpg", "--side=100"], program: script(desk), in: "shots"
        ).ended()
        run.expect(output: "a-storm.png\n")
        #expect(try desk.facts("shots/a-storm.png").size.width == 100)
    }

    @Test func isRunThroughALink() async throws {
        let desk = try desk()
        let link = desk.root.appending(path: "storm")
        try FileManager.default.createSymbolicLink(
            at: link, withDestinationURL: URL(filePath: script(desk)))
        let run = try await desk.start(["a.jpg", "--dry-run"], program: link.path, in: "shots")
            .ended()
        // The `use` of a linked file is where the file is, not where the link is.
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func runsWithoutATerminalAndWithoutAnEnvironment() async throws {
        let desk = try desk()
        let run = try await desk.start(
            ["a.jpg"], environment: ["HOME": "/dev/null/none", "LANG": "C"], program: script(desk),
            in: "shots"
        ).ended()
        run.expect(output: "a-storm.png\n")
    }

    @Test func hasAHelpPage() async throws {
        let desk = try desk()
        let run = try await desk.start(["--help"], program: script(desk), in: "shots").ended()
        let path = script(desk)
        run.expect(
            output: """
                Paints a storm over a photo.

                USAGE: \(path) <photo> [--side <integer>] [--grey]

                ARGUMENTS:
                  <photo>  the photo to change

                OPTIONS:
                  --side <integer>  how wide, in pixels (default 64)
                  --grey            true or false (default false)

                Also: --dry-run, --yes, --budget <dollars>, --backend sandbox, and the other options
                of imgflow; see `imgflow help run`. `imgflow plan` shows the price before anything is paid.

                """)
    }

    @Test func aProgramComesFromStandardInput() async throws {
        let desk = try desk()
        let program = Array("param photo: file\nload $photo | resize 32 | save \"x.png\"\n".utf8)
        let run = try await desk.imgflow("-", "shots/a.jpg", input: program)
        run.expect(output: "x.png\n")
        let help = try await desk.imgflow("-", "--help", input: program)
        #expect(help.text.contains("USAGE: imgflow - <photo>"))
    }

    @Test func messagesForMachinesHaveSpansInTheirFiles() async throws {
        let desk = try desk().file(
            "a.imgflow", "use \"b.imgflow\"\nlet ä = 3\nload \"shots/a.jpg\" | small \"x\" | info\n"
        )
        .file("b.imgflow", "def small(side: integer) = resize $side\n")
        let run = try await desk.imgflow("check", "a.imgflow", "--json")
        struct Report: Decodable {
            struct Message: Decodable {
                struct Place: Decodable {
                    var file: String
                    var line: Int
                    var column: Int
                    var start: Int
                    var end: Int
                }
                var code: String
                var places: [Place]
            }
            var isRight: Bool
            var diagnostics: [Message]
        }
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output))
        #expect(run.status == 3)
        #expect(!report.isRight)
        let message = try #require(report.diagnostics.first { $0.code == "E025" })
        #expect(message.places.map(\.file) == ["a.imgflow", "b.imgflow"])
        let text = try desk.bytes("a.imgflow")
        let place = message.places[0]
        #expect(String(decoding: text[place.start..<place.end], as: UTF8.self) == "\"x\"")
        #expect(place.line == 3)
        #expect(place.column == 28)
        let there = try desk.bytes("b.imgflow")
        let other = message.places[1]
        #expect(String(decoding: there[other.start..<other.end], as: UTF8.self) == "side")
        #expect(other.line == 1)
    }

    @Test func theProgramsBudgetIsALimitAndNoConsent() async throws {
        let desk = try Desk()
        let low = "set budget:0.03\ngenerate \"a\" | save \"x.png\"\n"
        let over = try await desk.imgflow("-c", low, "--backend", "sandbox")
        #expect(over.status == 7)
        #expect(
            over.errors.hasPrefix(
                "error: estimated cost $0.04 exceeds the program's budget of $0.03: nothing was sent\n"
            ))
        // The command line's counts, higher or lower.
        let less = try await desk.imgflow("-c", low, "--backend", "sandbox", "--budget", "0.01")
        #expect(less.status == 7)
        let both = try await desk.imgflow("-c", low, "--backend", "sandbox", "--budget", "5")
        #expect(both.status == 0)
        let dear = "set budget:9\ngenerate \"a\" | upscale creative | save \"x.jpg\"\n"
        let asked = try await desk.imgflow("-c", dear)
        #expect(asked.status == 7)
        #expect(asked.errors.contains("there is no terminal to confirm"))
    }

    // MARK: - fmt

    @Test func formatsInPlaceAndStaysExecutable() async throws {
        let desk = try desk().file("b.imgflow", "load   \"a.jpg\"|info\n").file(
            "c.imgflow", "load \"a.jpg\" | info\n")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o750], ofItemAtPath: desk.folder.appending(path: "b.imgflow").path)
        let check = try await desk.imgflow("fmt", "--check", "b.imgflow", "c.imgflow")
        check.expect(status: 1, output: "b.imgflow\n")
        #expect(try desk.bytes("b.imgflow") == Array("load   \"a.jpg\"|info\n".utf8))
        let run = try await desk.imgflow("fmt", "b.imgflow", "c.imgflow", "bin/storm.imgflow")
        run.expect(output: "b.imgflow\n")
        #expect(try desk.bytes("b.imgflow") == Array("load \"a.jpg\" | info\n".utf8))
        let facts = try FileManager.default.attributesOfItem(
            atPath: desk.folder.appending(path: "b.imgflow").path)
        #expect(facts[.posixPermissions] as? Int == 0o750)
        try await desk.imgflow("fmt", "--check", "b.imgflow").expect(status: 0, output: "")
    }

    @Test func formatsStandardInput() async throws {
        let run = try await Desk().imgflow("fmt", input: Array("load   \"a\"|info".utf8))
        run.expect(output: "load \"a\" | info\n")
    }

    @Test func whatCannotBeReadIsNotTouched() async throws {
        let desk = try Desk().file("b.imgflow", "load \"a.jpg | info\n")
        let run = try await desk.imgflow("fmt", "b.imgflow")
        #expect(run.status == 3)
        #expect(run.errors.contains("[E002]"))
        #expect(try desk.bytes("b.imgflow") == Array("load \"a.jpg | info\n".utf8))
        #expect(try await desk.imgflow("fmt", "missing.imgflow").status == 2)
    }
}
