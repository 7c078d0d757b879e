import ImageFacts
import ImgflowImages
import ImgflowTerminal
import Synchronization
import Testing

/// Pictures on a terminal: how it is chosen, and what is written.
struct PictureTests {
    @Test(arguments: [
        ("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;c", [:], PictureProtocol.kitty),
        ("\u{1B}[?62;4;6c", [:], .sixel), ("\u{1B}[?1;2c", [:], .blocks), ("", [:], .blocks),
        ("\u{1B}_Gi=31;ENOTSUP\u{1B}\\\u{1B}[?62;4c", [:], .sixel),
        // 14 and 40 are no 4.
        ("\u{1B}[?62;14;40c", [:], .blocks),
        // Keys that were typed meanwhile.
        ("q\u{1B}[A\u{1B}[?62;4c\r", [:], .sixel),
        ("\u{1B}[?62;c", ["TERM_PROGRAM": "iTerm.app"], .iterm),
        ("\u{1B}[?62;4c", ["LC_TERMINAL": "iTerm2"], .iterm),
        // Inside tmux only what tmux itself says is believed.
        ("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?1;2c", ["TMUX": "/tmp/x"], .blocks),
        ("\u{1B}[?1;2;4c", ["TMUX": "/tmp/x", "LC_TERMINAL": "iTerm2"], .sixel),
        ("\u{1B}[?1;2c", ["STY": "1.x", "TERM_PROGRAM": "iTerm.app"], .blocks),
    ])
    func theTerminalSaysHow(
        answer: String, environment: [String: String], expected: PictureProtocol
    ) {
        let answers = TerminalAnswers(reading: answer)
        #expect(PictureProtocol.choose(answers, environment: environment) == expected)
    }

    @Test func theSizeOfACharacterIsRead() {
        let cell = TerminalAnswers(reading: "\u{1B}[6;20;10t\u{1B}[?62c").cell
        #expect(cell?.width == 10 && cell?.height == 20)
        for nonsense in ["\u{1B}[6;0;10t", "\u{1B}[6;20t", "\u{1B}[6;99999;10t", "\u{1B}[6;"] {
            #expect(TerminalAnswers(reading: nonsense).cell == nil)
        }
    }

    private func painter(
        _ answer: String, _ environment: [String: String] = ["COLORTERM": "truecolor"],
        columns: Int = 80
    ) -> TerminalPainter {
        let environment = ["TERM": "xterm"].merging(environment) { $1 }
        return TerminalPainter(environment: environment, columns: columns) {
            TerminalAnswers(reading: answer)
        }
    }

    private let red = Result { try Image.solid(PixelSize(40, 20), Color(255, 0, 0)) }

    @Test func blocksAreLinesOfCharacters() throws {
        let text = try painter("").draw(red.get(), width: 20)
        let lines = text.split(separator: "\n")
        // 20 columns of half as many rows as the shape has, since a character is twice as high.
        #expect(lines.count == 5)
        #expect(text.contains("48;2;255;0;0") || text.contains("48;2;254;0;0"))
        #expect(text.hasSuffix("\n"))
        // The colors end with each line, so that what comes next is not red.
        #expect(lines.allSatisfy { $0.hasSuffix("\u{1B}[0m") })
        #expect(!text.contains("\u{1B}_G") && !text.contains("\u{1B}P"))
    }

    @Test func colorsAreWhatTheTerminalHas() throws {
        let few = try painter("", ["TERM": "xterm-256color"]).draw(red.get(), width: 8)
        #expect(few.contains("48;5;") && !few.contains("48;2;"))
        #expect(PictureProtocol.colors(["TERM": "linux"]) == 16)
    }

    @Test func eachProtocolHasItsOwnBeginning() throws {
        let kitty = try painter("\u{1B}_Gi=31;OK\u{1B}\\").draw(red.get(), width: 8)
        #expect(kitty.contains("\u{1B}_G") && kitty.contains("\u{1B}\\"))
        let sixel = try painter("\u{1B}[?4c").draw(red.get(), width: 8)
        #expect(sixel.contains("\u{1B}P"))
        let iterm = try painter("", ["TERM_PROGRAM": "iTerm.app"]).draw(red.get(), width: 8)
        #expect(iterm.contains("\u{1B}]1337;File="))
    }

    @Test func aPictureFitsTheTerminal() throws {
        for (size, columns) in [
            (PixelSize(4_000, 100), 80), (PixelSize(100, 4_000), 80), (PixelSize(1, 1), 80),
            (PixelSize(3_000, 2_000), 20),
        ] {
            let image = try Image.solid(size, Color(9, 200, 9))
            let text = try painter("", columns: columns).draw(image)
            let lines = text.split(separator: "\n")
            #expect((1...24).contains(lines.count), "\(size)")
            let widest = lines.map { line in
                line.unicodeScalars.count { $0 == "▄" || $0 == "▀" || $0 == " " }
            }.max()
            #expect((widest ?? 0) <= columns, "\(size)")
        }
    }

    @Test func theTerminalIsAskedOnce() throws {
        let count = Mutex(0)
        let painter = TerminalPainter(environment: ["TERM": "xterm"], columns: 80) {
            count.withLock { $0 += 1 }
            return TerminalAnswers()
        }
        for _ in 0..<3 { _ = try painter.draw(red.get()) }
        #expect(count.withLock { $0 } == 1)
    }

    @Test func aTerminalWithoutSequencesGetsNone() throws {
        for environment in [
            [:], ["TERM": "dumb"], ["TERM": "emacs"], ["TERM": "xterm", "IMGFLOW_IMAGES": "off"],
        ] {
            let painter = TerminalPainter(environment: environment, columns: 80) {
                TerminalAnswers()
            }
            #expect(!painter.draws)
            #expect(throws: PaintingFailure.self) { try painter.draw(red.get()) }
        }
    }

    /// Nothing answers: it ends by itself, and nothing is a terminal here.
    @Test func whatIsNoTerminalIsNotAsked() {
        #expect(TerminalQuestion.ask(path: "/dev/null") == TerminalAnswers())
        #expect(TerminalQuestion.ask(path: "/nowhere") == TerminalAnswers())
    }
}
