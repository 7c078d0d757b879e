import Foundation
import ImageFacts
import ImgflowImages
import Testing

/// Every construct of the language, right and wrong: small programs with what `imgflow plan` says of
/// them, or with the mistakes that it tells.
///
/// A file holds the cases of one construct:
///
///     === name of the case
///     program
///     --- arguments of the command line, if any
///     what is said
///
/// `IMGFLOW_RECORD=1` writes what is said anew; read it then, for it is what users see.
@Suite(.inTurns) struct ConstructTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var file: String
        var name: String
        var program: String
        var arguments: [String]
        var expected: String

        var testDescription: String { "\(file): \(name)" }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Constructs")

    static let files =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
            $0.hasSuffix(".txt")
        }.sorted()

    static func cases(of file: String) -> [Case] {
        guard let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8)
        else { return [] }
        return "\n\(text)".components(separatedBy: "\n=== ").dropFirst().map { section in
            let lines = section.components(separatedBy: "\n")
            let end = lines.firstIndex { $0 == "---" || $0.hasPrefix("--- ") } ?? lines.count
            let arguments = end < lines.count ? lines[end].dropFirst(4).split(separator: " ") : []
            var said = lines.dropFirst(end + 1)
            while said.last == "" { said.removeLast() }
            return Case(
                file: file, name: lines[0],
                program: lines[1..<max(1, end)].joined(separator: "\n") + "\n",
                arguments: arguments.map(String.init), expected: said.joined(separator: "\n"))
        }
    }

    @Test func thereAreEnough() {
        #expect(Self.files.flatMap(Self.cases).count >= 160)
        for file in Self.files {
            let names = Self.cases(of: file).map(\.name)
            #expect(Set(names).count == names.count, "\(file)")
        }
    }

    @Test(arguments: files)
    func saysWhatIsExpected(file: String) async throws {
        let isRecording = ProcessInfo.processInfo.environment["IMGFLOW_RECORD"] == "1"
        var recorded = ""
        for golden in Self.cases(of: file) {
            let said = try await Self.said(of: golden)
            if isRecording {
                let arguments = golden.arguments.map { " \($0)" }.joined()
                recorded += "=== \(golden.name)\n\(golden.program)---\(arguments)\n\(said)\n\n"
            } else {
                #expect(said == golden.expected, "\(golden.testDescription)")
            }
        }
        guard isRecording else { return }
        try recorded.dropLast().write(
            to: Self.folder.appending(path: file), atomically: true, encoding: .utf8)
        Issue.record("recorded \(file): read it, and test again without IMGFLOW_RECORD")
    }

    /// The steps of the plan without its prices, or what is wrong, and the exit code if it is not 0.
    private static func said(of golden: Case) async throws -> String {
        let desk = try desk().file("t.imgflow", golden.program)
        let run = try await desk.start(
            ["plan", "t.imgflow", "--backend", "sandbox"] + golden.arguments
        ).ended()
        var said = run.text.components(separatedBy: "\nprices\n")[0]
        said = said.components(separatedBy: "\n\n  files ")[0]
        said = desk.plain(run.errors) + said
        while said.hasSuffix("\n") { said.removeLast() }
        return run.status == 0 ? said : "\(said)\nexit \(run.status)"
    }

    private static func desk() throws -> Desk {
        try Desk()
            .photo("a.jpg", 640, 427).photo("b.jpg", 1600, 1200).photo("in/c.jpg", 320, 240)
            .photo("in/d.jpg", 2400, 1600)
            .file("mask.png", Pictures.mask(PixelSize(640, 427)))
            .file(
                "brand.imgflow",
                "let mood = \"calm, wide\"\ndef small(side: integer = 64) = resize $side\n"
            )
            .file("broken.imgflow", "def odd() = flop\n")
            .file("loop.imgflow", "use \"t.imgflow\"\n")
            .file("lib/logo.imgflow", "let logo = load \"{$here}/logo.png\"\n")
            .file("lib/logo.png", Pictures.transparent(PixelSize(64, 64)))
    }
}
