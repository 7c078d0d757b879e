import Foundation
import ImageFacts
import ImgflowEngine
import ImgflowImages
import ImgflowLanguage
import Synchronization
import Testing

@testable import ImgflowCLI
@testable import ImgflowReports

/// `imgflow help`: each message has its page, and what a page shows is true.
@Suite(.inTurns) struct HelpTests {
    @Test func everyMessageHasItsPage() async throws {
        #expect(DiagnosticCode.allCases.count > 90)
        for code in DiagnosticCode.allCases {
            for part in [code.meaning, code.wrong, code.right] {
                #expect(!part.isEmpty, "\(code)")
            }
            let page = try #require(CodePage(of: code.rawValue.lowercased()))
            #expect(page.text.hasPrefix("\(code.rawValue): \(code.meaning)\n"))
        }
        #expect(CodePage(of: "E999") == nil)
    }

    /// What takes more than a program: a hundred mistakes, a terminal, images on standard input, a picture
    /// that was paid for, a model's answer, an option of the command.
    private static let staged: Set<String> = [
        "E019", "W003", "E054", "E080", "E105", "E122", "E124", "W180",
    ]

    @Test func whatAPageShowsIsTrue() async throws {
        for page in DiagnosticCode.allCases {
            let desk = try Desk()
                .photo("tiny.png", 40, 40).photo("a.jpg", 640, 427).photo("b.jpg", 1_000, 800)
                .photo("long.png", 3_000, 300)
                .file("big.png", Pictures.solid(PixelSize(4_000, 3_000), Color(70, 110, 160)))
                .file("mask.png", Pictures.mask(PixelSize(640, 427)))
                .file("white.png", Pictures.solid(PixelSize(640, 427), .white))
                .file("alpha.png", Pictures.transparent(PixelSize(512, 512)))
                .file("signed.png", Pictures.signed(PixelSize(64, 64)))
                .file("notes.txt", "a list of things to buy\n")
                .file("brand.imgflow", "let mood = \"calm\"\n")
            if ["E106", "W055"].contains(page.rawValue) {
                _ = try await desk.imgflow("-c", #"canvas 64x64 | save "own-1.png""#)
            }
            if page.rawValue == "W056" {
                _ = try desk.photo("cafe\u{301}.png", 40, 40)
            }
            if page.rawValue == "W160" {
                _ = try desk.photo("linked.jpg", 40, 40)
                try FileManager.default.linkItem(
                    at: desk.folder.appending(path: "linked.jpg"),
                    to: desk.folder.appending(path: "other.jpg"))
            }
            if page.rawValue == "W148" { _ = try desk.photo("C.JPG", 40, 40) }
            if !Self.staged.contains(page.rawValue) {
                let wrong = try await desk.imgflow("check", "-c", page.wrong)
                #expect(
                    wrong.errors.contains("[\(page.rawValue)]"), "\(page.rawValue): \(wrong.errors)"
                )
            }
            let right = try await desk.imgflow("check", "-c", page.right)
            #expect(!right.errors.contains("error"), "\(page.rawValue): \(right.errors)")
            #expect(
                !right.errors.contains("[\(page.rawValue)]"), "\(page.rawValue): \(right.errors)")
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

    /// Every option that the help of a run shows is kept from scripts, and nothing else is.
    @Test func optionsAreKnownToTheLanguage() async throws {
        var shown: Set<String> = []
        for command in ["run", "check", "plan", "explain"] {
            let help = try await Desk().imgflow(command, "--help").text
            for match in help.matches(of: /--([a-z][a-z-]+)/) { shown.insert(String(match.1)) }
        }
        #expect(Imgflow.commandLine.words.names == shown)
        #expect(shown.isSuperset(of: ["backend", "budget", "no-keep-going", "version", "help"]))
        for name in shown {
            let program = "param \(name): string\ngenerate \"a {$\(name)}\" | save \"x.png\""
            let run = try await Desk().imgflow("check", "-c", program)
            #expect(run.errors.contains("error[E047]: `--\(name)` is an option of imgflow"))
        }
    }

    /// The names are read from the declarations; ArgumentParser's own description is the judge.
    @Test func optionsAreThoseThatTheParserKnows() {
        let options = Imgflow.commandLine.commands
            .filter { CommandLineDescription.programCommands.contains($0.commandName) }
            .flatMap(\.options)
        func spellings(takingValue: Bool) -> Set<String> {
            let all = options.filter { $0.takesValue == takingValue }.flatMap(\.spellings)
            return Set(all.filter { $0.hasPrefix("--") })
        }
        #expect(DeclaredOptions.table.valued == spellings(takingValue: true))
        #expect(DeclaredOptions.table.switches == spellings(takingValue: false))
    }

    /// A script with a parameter is checked without it: it takes as long as all the rest.
    @Test func namesOfOptionsNeedNoDescriptionOfTheWhole() {
        let made = Mutex(0)
        let commandLine = CommandLineDescription(
            names: ["run"], help: { _ in nil },
            describe: {
                made.withLock { $0 += 1 }
                return ""
            })
        #expect(commandLine.words.names.contains("budget"))
        #expect(commandLine.words.takesValue("--budget"))
        #expect(made.withLock { $0 } == 0)
        #expect(commandLine.commands.isEmpty)
        #expect(made.withLock { $0 } == 1)
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
        for (flag, words) in [("keep-going", "Continue with"), ("no-keep-going", "Start no new")] {
            let place = try #require(page.firstRange(of: "Fl -\(flag)\n")?.upperBound)
            #expect(page[place...].hasPrefix(words), "\(flag)")
        }
    }

    @Test func aPageIsPrinted() async throws {
        let run = try await Desk().imgflow("help", "e086")
        #expect(
            run.text == """
                E086: mask image for a model that requires mask text

                WRONG:
                  load "a.jpg" | inpaint model:search-replace mask:(load "mask.png") text:"storm" | save "x.png"

                RIGHT:
                  load "a.jpg" | inpaint mask:(load "mask.png") text:"storm" | save "x.png"

                """)
        #expect(try await Desk().imgflow("help", "E999").status == 2)
    }
}
