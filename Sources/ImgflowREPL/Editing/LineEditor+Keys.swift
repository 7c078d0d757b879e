internal import CLibEdit
import Glibc
import ImgflowLanguage

/// What keys do besides writing.
extension LineEditor {
    func interrupt() -> UInt8 {
        happening = .interrupted(wasEmpty: written.isEmpty)
        imgflow_el_print("^C")
        return UInt8(CC_NEWLINE)
    }

    func askForEditor() -> UInt8 {
        happening = .forEditor(written)
        return UInt8(CC_NEWLINE)
    }

    /// The shell gets its terminal as it was, and gives it back when the job goes on.
    func suspend() -> UInt8 {
        imgflow_el_print("\u{1B}[?2004l")
        imgflow_el_prepare(editor, 0)
        raise(SIGTSTP)
        imgflow_el_prepare(editor, 1)
        imgflow_el_print("\u{1B}[?2004h")
        return UInt8(CC_REDISPLAY)
    }

    func hold() -> UInt8 {
        guard !holding.text.isEmpty else { return UInt8(CC_NORM) }
        el_insertstr(editor, holding.text)
        // Characters as libedit counts them.
        let behind = String(holding.text.suffix(holding.cursor)).unicodeScalars.count
        el_cursor(editor, -Int32(behind))
        holding = ("", 0)
        return UInt8(CC_REFRESH)
    }

    /// A block of several lines is handed over whole; one line goes into the line.
    func paste() -> UInt8 {
        let text = keys.pasted
        guard text.contains("\n") else {
            // A tab in it is no wish to complete.
            el_insertstr(editor, Self.harmless(text))
            return UInt8(CC_REFRESH)
        }
        let head = self.text(toCursor: true)
        happening = .pasted(head + text + written.dropFirst(head.count))
        return UInt8(CC_NEWLINE)
    }

    /// Writes what all candidates agree on; a second time lists them, each with a few words.
    func offer() -> UInt8 {
        let text = text(toCursor: true)
        let offer = complete(text)
        // A file's name may hold anything: what would move the cursor is not offered.
        let candidates = offer.candidates.filter { Self.harmless($0.text) == $0.text }
        let written = String(decoding: text.utf8.suffix(offer.replaces), as: UTF8.self)
        let common = Self.commonPrefix(candidates.map(\.text))
        if common.utf8.count > written.utf8.count || (candidates.count == 1 && common != written) {
            el_deletestr(editor, Int32(written.unicodeScalars.count))
            let goesOn = ["/", ":", "\"", "(", "[", "#"].contains { common.hasSuffix($0) }
            el_insertstr(editor, common + (candidates.count == 1 && !goesOn ? " " : ""))
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
            candidates, withSummaries: isSecond || offer.explains, width: Self.columns)
        imgflow_el_print("\n\(list)")
        return UInt8(CC_REDISPLAY)
    }

    private static func commonPrefix(_ texts: [String]) -> String {
        guard var common = texts.first else { return "" }
        for text in texts { common = text.commonPrefix(with: common) }
        return common
    }
}
