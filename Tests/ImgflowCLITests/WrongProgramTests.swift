import Foundation
import ImageFacts
import ImgflowImages
import Testing

/// Programs with mistakes, each with what `imgflow check` says of it beside it.
///
/// `IMGFLOW_RECORD=1` writes the expected files anew; read them then, for they are what users see.
@Suite(.inTurns) struct WrongProgramTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "WrongPrograms")

    static let names = programs()

    private static func programs() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".imgflow") }.map { String($0.dropLast(8)) }.sorted()
    }

    @Test func thereAreFortyAtLeast() {
        #expect(Self.names.count >= 40)
    }

    @Test(arguments: names)
    func isToldOf(name: String) async throws {
        let program = try String(
            contentsOf: Self.folder.appending(path: "\(name).imgflow"), encoding: .utf8)
        let desk = try Self.desk().file("\(name).imgflow", program)
        let before = desk.allFiles
        let run = try await desk.imgflow("check", "\(name).imgflow")
        let said = desk.plain("\(run.errors)exit \(run.status)\n")
        let expected = Self.folder.appending(path: "\(name).expected")
        if ProcessInfo.processInfo.environment["IMGFLOW_RECORD"] == "1" {
            try said.write(to: expected, atomically: true, encoding: .utf8)
            Issue.record(
                "recorded \(name).expected: read it, and test again without IMGFLOW_RECORD")
            return
        }
        #expect(try said == String(contentsOf: expected, encoding: .utf8))
        #expect(run.text.isEmpty)
        #expect(desk.allFiles == before)
    }

    @Test func everyExpectationHasItsProgram() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        let expected = names.filter { $0.hasSuffix(".expected") }.map { String($0.dropLast(9)) }
        #expect(expected.sorted() == Self.names)
    }

    /// The pictures that the programs name.
    private static func desk() throws -> Desk {
        try Desk()
            .photo("tiny.png", 40, 40).photo("a.jpg", 640, 427).photo("b.jpg", 640, 427)
            .photo("long.png", 3000, 300)
            .file("big.png", Pictures.solid(PixelSize(4000, 3000), Color(70, 110, 160)))
            .file("mask.png", Pictures.mask(PixelSize(640, 427)))
            .file("white.png", Pictures.solid(PixelSize(640, 427), .white))
            .file("alpha.png", Pictures.transparent(PixelSize(512, 512)))
            .file("signed.png", Pictures.signed(PixelSize(64, 64)))
            .file("notes.txt", "a list of things to buy\n")
            .photo("many/a.jpg", 64, 48)
            .file("many/b.png", Pictures.truncated(PixelSize(64, 48)))
            .file("many/c.jpg", "")
    }
}
