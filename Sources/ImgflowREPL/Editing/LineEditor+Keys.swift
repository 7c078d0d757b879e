internal import CLibEdit
import Glibc
import ImgflowLanguage
import ImgflowReports

/// What keys do besides writing.
extension LineEditor {
    func interrupt() -> UInt8 {
        happening = .interrupted(wasEmpty: line.isEmpty)
        imgflow_el_print("^C")
        return UInt8(CC_NEWLINE)
    }

    func askForEditor() -> UInt8 {
        happening = .forEditor(written)
        return UInt8(CC_NEWLINE)
    }

    /// The shell gets its terminal as it was, and gives it back when the job goes on.
    func suspend() -> UInt8 {
        if Terminal.takesSequences { imgflow_el_print("\u{1B}[?2004l") }
        imgflow_el_prepare(editor, 0)
        raise(SIGTSTP)
        imgflow_el_prepare(editor, 1)
        if Terminal.takesSequences { imgflow_el_print("\u{1B}[?2004h\r\u{1B}[J") }
        // The line is drawn here, and not for the signal once more.
        keys.passNews()
        takeSize()
        imgflow_el_refresh(editor)
        drawnColumns = Self.columns
        return UInt8(CC_NORM)
    }

    func hold() -> UInt8 {
        guard !holding.text.isEmpty else { return UInt8(CC_NORM) }
        // What is typed ahead was meant for an empty line; Up brings the other one.
        guard !keys.areWaiting else {
            remember(holding.text)
            holding = ("", 0)
            return UInt8(CC_NORM)
        }
        insert(holding.text)
        el_cursor(editor, -Int32(Clusters.count(String(holding.text.suffix(holding.cursor)))))
        holding = ("", 0)
        changes = LineChanges()
        return UInt8(CC_REFRESH)
    }

    /// A block of several lines is handed over whole; one line goes into the line.
    func paste() -> UInt8 {
        let text = keys.pasted
        guard text.contains("\n") || line.utf8.count + text.utf8.count > Self.longest else {
            insert(text)
            return UInt8(CC_REFRESH)
        }
        let head = writtenToCursor
        let tail = String(decoding: written.utf8.dropFirst(head.utf8.count), as: UTF8.self)
        happening = .pasted(head + text + tail)
        return UInt8(CC_NEWLINE)
    }

    /// Writes what all candidates agree on; a second time lists them, each with a few words.
    func offer() -> UInt8 {
        let text = writtenToCursor
        let offer = complete(text)
        // A file's name may hold anything: what would move the cursor is not offered.
        let candidates = offer.candidates.filter {
            !$0.text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        }
        let written = String(decoding: text.utf8.suffix(offer.replaces), as: UTF8.self)
        let common = Self.commonPrefix(candidates.map(\.text))
        if common.utf8.count > written.utf8.count || (candidates.count == 1 && common != written) {
            el_deletestr(editor, Int32(Clusters.count(written)))
            let goesOn = ["/", ":", "\"", "(", "[", "#"].contains { common.hasSuffix($0) }
            insert(common + (candidates.count == 1 && !goesOn ? " " : ""))
            return UInt8(CC_REFRESH)
        }
        guard !candidates.isEmpty else {
            guard let expectation = offer.expectation else { return UInt8(CC_REFRESH_BEEP) }
            imgflow_el_print("\n  \(expectation)\n")
            return UInt8(CC_REDISPLAY)
        }
        let isSecond = lastOffer == text
        lastOffer = text
        let list = Candidates.text(
            candidates, withSummaries: isSecond || offer.explains, width: Self.columns,
            arePaths: offer.arePaths)
        imgflow_el_print("\n\(list)")
        return UInt8(CC_REDISPLAY)
    }

    /// A mark, to the letter before it: both are one character of the line.
    func join() -> UInt8 {
        guard let mark = keys.joining else { return UInt8(CC_NORM) }
        guard let last = lineToCursor.unicodeScalars.last else {
            insert(String(mark))
            return UInt8(CC_REFRESH)
        }
        el_deletestr(editor, 1)
        insert(Clusters.decoded(String(last)) + String(mark))
        return UInt8(CC_REFRESH)
    }

    func undo() -> UInt8 {
        guard let before = changes.undo(line, cursor: cursor) else { return UInt8(CC_REFRESH_BEEP) }
        replace(by: before.line, cursor: before.cursor)
        return UInt8(CC_REFRESH)
    }

    private static func commonPrefix(_ texts: [String]) -> String {
        guard var common = texts.first else { return "" }
        for text in texts { common = text.commonPrefix(with: common) }
        return common
    }
}
