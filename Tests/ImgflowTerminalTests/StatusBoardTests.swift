import ImgflowTerminal
import Synchronization
import Testing

struct StatusBoardTests {
    /// Collects what is written.
    private final class Screen: Sendable {
        private let written = Mutex("")

        var text: String { written.withLock { $0 } }

        func write(_ text: String) { written.withLock { $0 += text } }
    }

    @Test func withoutATerminalOnlyWhatStaysIsWritten() {
        let screen = Screen()
        let board = StatusBoard(isTerminal: false, width: { 80 }, write: screen.write)
        board.show(1, "inpaint: search-replace")
        board.say("inpaint: done")
        board.end(1)
        board.close()
        #expect(screen.text == "inpaint: done\n")
    }

    @Test func whatStaysGoesAboveTheLinesThatAreErased() {
        let screen = Screen()
        let board = StatusBoard(isTerminal: true, width: { 80 }, write: screen.write)
        board.show(1, "inpaint")
        board.say("a remark")
        board.close()
        let erase = "\u{1B}[1A\r\u{1B}[J"
        #expect(
            screen.text == "⠋ inpaint, 0 s\n" + erase + "a remark\n⠋ inpaint, 0 s\n" + erase)
    }

    @Test func aLineThatWouldWrapIsCut() {
        let screen = Screen()
        let board = StatusBoard(isTerminal: true, width: { 24 }, write: screen.write)
        board.show(1, String(repeating: "x", count: 60))
        let line = screen.text.split(separator: "\n").first.map(String.init)
        board.close()
        #expect(line?.count == 23)
    }
}

struct TextTableTests {
    @Test func columnsLineUpAndTheLastIsRagged() {
        var table = TextTable()
        table.add("a", "bbb", "c")
        table.add("dddd", "e", "a longer end")
        #expect(table.text == "  a     bbb  c\n  dddd  e    a longer end\n")
    }

    @Test func nothingIsLeftHangingAtTheEndOfALine() {
        var table = TextTable(indent: 0)
        table.add("a", "", "")
        table.add("b", "c", "d")
        #expect(table.text == "a\nb  c  d\n")
    }
}
