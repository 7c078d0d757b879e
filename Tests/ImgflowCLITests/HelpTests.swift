import Foundation
import ImageFacts
import ImgflowImages
import ImgflowLanguage
import Testing

@testable import ImgflowCLI

/// `imgflow help`: each message has its page, and what a page shows is true.
@Suite(.inTurns) struct HelpTests {
    @Test func everyMessageHasItsPage() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let sources =
            ["ImgflowLanguage/Diagnostics/DiagnosticCode.swift"]
            + (try FileManager.default.contentsOfDirectory(
                atPath: root.appending(path: "Sources/ImgflowPlanner/Problems").path)).map {
                "ImgflowPlanner/Problems/\($0)"
            }
        var codes: Set<String> = []
        for source in sources {
            let text = try String(
                contentsOf: root.appending(path: "Sources/\(source)"), encoding: .utf8)
            for match in text.matches(of: /"([EW][0-9]{3})"/) { codes.insert(String(match.1)) }
        }
        #expect(codes.count > 90)
        #expect(codes == Set(CodePage.all.map(\.code)))
        #expect(CodePage.all.count == codes.count)
        #expect(CodePage.all.allSatisfy { !$0.meaning.isEmpty })
    }

    @Test func whatAPageShowsIsTrue() async throws {
        for page in CodePage.all {
            let desk = try Desk()
                .photo("tiny.png", 40, 40).photo("a.jpg", 640, 427).photo("b.jpg", 1_000, 800)
                .photo("long.png", 3_000, 300)
                .file("big.png", Pictures.solid(PixelSize(4_000, 3_000), Color(70, 110, 160)))
                .file("mask.png", Pictures.mask(PixelSize(640, 427)))
                .file("white.png", Pictures.solid(PixelSize(640, 427), .white))
                .file("alpha.png", Pictures.transparent(PixelSize(512, 512)))
                .file("notes.txt", "a list of things to buy\n")
                .file("brand.imgflow", "let mood = \"calm\"\n")
            if let wrong = page.wrong {
                let run = try await desk.imgflow("check", "-c", wrong)
                #expect(run.errors.contains("[\(page.code)]"), "\(page.code): \(run.errors)")
            }
            if let right = page.right {
                let run = try await desk.imgflow("check", "-c", right)
                #expect(!run.errors.contains("error"), "\(page.code): \(run.errors)")
                #expect(!run.errors.contains("[\(page.code)]"), "\(page.code): \(run.errors)")
            }
        }
    }

    @Test func wordsAreExplained() async throws {
        for page in WordPage.all {
            let desk = try Desk().photo("a.png", 640, 427).file(
                "brand.imgflow", "def branded() = resize 90%\n")
            let run = try await desk.imgflow("help", page.word)
            #expect(run.text.hasPrefix("\(page.word): "))
            for example in page.examples {
                let parameters = example.hasPrefix("param") ? ["a.png"] : []
                let checked = try await desk.start(["plan", "-c", example] + parameters).ended()
                #expect(checked.status == 0, "\(example): \(checked.errors)")
            }
        }
    }

    @Test func optionsAreKnownToTheLanguage() {
        let options = ScriptCall.valued.union(ScriptCall.switches).map { String($0.dropFirst(2)) }
        #expect(Set(options) == Keywords.options)
    }

    @Test func aPageIsPrinted() async throws {
        let run = try await Desk().imgflow("help", "e031")
        #expect(
            run.text == """
                E031: words of a mask for a model that takes a picture

                WRONG:
                  load "a.jpg" | inpaint model:inpaint mask:"sky" text:"storm" | save "x.png"

                RIGHT:
                  load "a.jpg" | inpaint mask:"sky" text:"storm" | save "x.png"

                """)
        #expect(try await Desk().imgflow("help", "E999").status == 2)
    }
}
