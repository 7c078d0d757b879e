import Foundation
import ImageFacts
import ImgflowEngine
import ImgflowImages
import ImgflowLanguage
import Testing

@testable import ImgflowCLI
@testable import ImgflowReports

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
        for page in CodePage.all {
            for part in [page.meaning, page.wrong, page.right] {
                #expect(!part.isEmpty, "\(page.code)")
            }
        }
    }

    /// What takes more than a program: a hundred mistakes, a terminal, images on standard input, a picture
    /// that was paid for.
    private static let staged: Set<String> = ["E019", "W003", "E054", "E080", "E105", "W180"]

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
            if ["E106", "W055"].contains(page.code) {
                _ = try await desk.imgflow("-c", #"canvas 64x64 | save "own-1.png""#)
            }
            if page.code == "W056" {
                _ = try desk.photo("cafe\u{301}.png", 40, 40)
            }
            if page.code == "W160" {
                _ = try desk.photo("linked.jpg", 40, 40)
                try FileManager.default.linkItem(
                    at: desk.folder.appending(path: "linked.jpg"),
                    to: desk.folder.appending(path: "other.jpg"))
            }
            if page.code == "W148" { _ = try desk.photo("C.JPG", 40, 40) }
            if !Self.staged.contains(page.code) {
                let wrong = try await desk.imgflow("check", "-c", page.wrong)
                #expect(wrong.errors.contains("[\(page.code)]"), "\(page.code): \(wrong.errors)")
            }
            let right = try await desk.imgflow("check", "-c", page.right)
            #expect(!right.errors.contains("error"), "\(page.code): \(right.errors)")
            #expect(!right.errors.contains("[\(page.code)]"), "\(page.code): \(right.errors)")
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
        #expect(Imgflow.commandLine.words.names == Keywords.options)
    }

    @Test(arguments: [["--help"], ["-h"]])
    func everyCommandHasItsOwnHelp(flag: [String]) async throws {
        let root = try await Desk().imgflow(flag[0])
        #expect(root.text.contains("USAGE: imgflow ") && root.status == 0)
        // What shells call has words to complete, and no page.
        for command in Imgflow.commandLine.names where command != "complete" {
            let run = try await Desk().imgflow(command, flag[0])
            #expect(run.status == 0 && run.errors.isEmpty, "\(command): \(run.errors)")
            let usage = command == "run" ? "FILE" : command
            #expect(run.text.contains("USAGE: imgflow \(usage)"), "\(command): \(run.text)")
        }
    }

    @Test func aFlagAndItsOppositeHaveTheirOwnWords() async throws {
        let manual = try await Desk().imgflow("manual").text
        let page = manual.replacing("\\-", with: "-")
        for (flag, words) in [("keep-going", "Continue with"), ("no-keep-going", "Start no other")]
        {
            let place = try #require(page.firstRange(of: "Fl -\(flag)\n")?.upperBound)
            #expect(page[place...].hasPrefix(words), "\(flag)")
        }
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
