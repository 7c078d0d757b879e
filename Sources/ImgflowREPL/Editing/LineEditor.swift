internal import CLibEdit
import Glibc
package import ImgflowLanguage

/// One edited line after the other from a terminal, with libedit: emacs and vi keys, the user's
/// `.editrc`, history, completion, pasted blocks.
///
/// Used from one thread, which waits in `read`.
package final class LineEditor {
    package enum Line: Equatable {
        case text(String)
        /// Ctrl-C: what was written is thrown away.
        case interrupted(wasEmpty: Bool)
        /// Ctrl-D on an empty line, or the terminal is gone.
        case end
    }

    /// What a key did besides changing the line.
    enum Happening {
        case interrupted(wasEmpty: Bool)
        /// A block of lines came in one paste.
        case pasted(String)
        case wantsEditor
    }

    /// - Returns: What could stand at the end of the text, and the bytes of its end that it replaces.
    package typealias Complete = (_ text: String) -> (replaces: Int, [Completion.Candidate])

    private let editor: OpaquePointer
    private let lines: OpaquePointer
    private var prompt: UnsafeMutablePointer<CChar>
    private let complete: Complete
    private var happening: Happening?
    private var lastOffer: (text: String, count: Int) = ("", 0)

    /// Nil where standard input is no terminal that libedit can use.
    package init?(complete: @escaping Complete) {
        // Characters are what the user's locale says; where it says nothing, UTF-8.
        setlocale(LC_CTYPE, "")
        if MB_CUR_MAX_value() == 1 { setlocale(LC_CTYPE, "C.UTF-8") }
        guard let editor = imgflow_el_start(), let lines = history_init()
        else { return nil }
        guard let prompt = strdup("") else { return nil }
        self.editor = editor
        self.lines = lines
        self.prompt = prompt
        self.complete = complete
        imgflow_el_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
        imgflow_el_set_prompt(editor) { editor in
            LineEditor.of(editor)?.prompt
        }
        imgflow_el_set_keys(editor, "emacs")
        imgflow_el_handle_signals(editor)
        imgflow_history_keep(lines, 10_000)
        imgflow_el_use(editor, lines)
        addCommands()
        // The user's own file comes last: it has the last word.
        el_source(editor, nil)
    }

    deinit {
        el_end(editor)
        history_end(lines)
        free(prompt)
    }

    private static func of(_ editor: OpaquePointer?) -> LineEditor? {
        guard let editor, let client = imgflow_el_client(editor) else { return nil }
        return Unmanaged<LineEditor>.fromOpaque(client).takeUnretainedValue()
    }

    private func addCommands() {
        imgflow_el_add(editor, "imgflow-complete", "complete") { editor, _ in
            LineEditor.of(editor)?.offer() ?? UInt8(CC_NORM)
        }
        imgflow_el_add(editor, "imgflow-interrupt", "leave this line") { editor, _ in
            LineEditor.of(editor)?.interrupt() ?? UInt8(CC_NORM)
        }
        imgflow_el_add(editor, "imgflow-paste", "take a pasted block") { editor, _ in
            LineEditor.of(editor)?.paste() ?? UInt8(CC_NORM)
        }
        imgflow_el_add(editor, "imgflow-editor", "write the line in $EDITOR") { editor, _ in
            LineEditor.of(editor)?.askForEditor() ?? UInt8(CC_NORM)
        }
        imgflow_el_add(editor, "imgflow-suspend", "stop as jobs do") { _, _ in
            // libedit puts the terminal right before the process stops, and after.
            raise(SIGTSTP)
            return UInt8(CC_REDISPLAY)
        }
        imgflow_el_bind(editor, "^Z", "imgflow-suspend")
        imgflow_el_bind(editor, "^I", "imgflow-complete")
        imgflow_el_bind(editor, "^C", "imgflow-interrupt")
        imgflow_el_bind(editor, "\u{1B}[200~", "imgflow-paste")
        imgflow_el_bind(editor, "^X^E", "imgflow-editor")
        imgflow_el_bind(editor, "^R", "em-inc-search-prev")
        // Ctrl-C is a key here, not a signal, so that it can leave the line alone.
        imgflow_el_tty(editor, "-isig")
    }

    // MARK: Reading

    /// Waits for a line.
    ///
    /// - Parameters:
    ///   - prompt: sequences without a width stand between bytes of 1.
    ///   - text: stands in the line already, the cursor `cursor` characters from its end.
    package func read(
        prompt text: String, holding start: String = "", cursor: Int = 0
    ) -> (Line, pasted: String?, wantsEditor: Bool) {
        free(prompt)
        prompt = strdup(text) ?? prompt
        happening = nil
        lastOffer = ("", 0)
        if !start.isEmpty {
            // It is taken for typing: no key but the cursor's own is in it.
            el_push(editor, Self.harmless(start) + String(repeating: "\u{2}", count: cursor))
        }
        // The terminal brackets what is pasted, so that it is not taken for typing.
        imgflow_el_print("\u{1B}[?2004h")
        defer {
            imgflow_el_print("\u{1B}[?2004l")
        }
        var count: Int32 = 0
        let bytes = el_gets(editor, &count)
        switch happening {
        case .interrupted(let wasEmpty):
            return (.interrupted(wasEmpty: wasEmpty), nil, false)
        case .pasted(let block):
            return (.text(block), block, false)
        case .wantsEditor:
            return (.text(current()), nil, true)
        case nil: break
        }
        guard let bytes, count > 0 else { return (.end, nil, false) }
        var line = String(cString: bytes)
        while let last = line.last, last.isNewline { line.removeLast() }
        return (.text(line), nil, false)
    }

    private static func harmless(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            result.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
        }
        return result
    }

    package func remember(_ line: String) {
        if !line.isEmpty { imgflow_history_add(lines, Self.harmless(line)) }
    }

    private func current() -> String { head(of: nil) }

    /// The line, or what stands before the cursor.
    private func head(of part: Void?, toCursor: Bool = false) -> String {
        guard let info = el_line(editor)?.pointee, let start = info.buffer else { return "" }
        let end = toCursor ? info.cursor : info.lastchar
        guard let end else { return "" }
        let bytes = UnsafeBufferPointer(start: start, count: max(0, end - start))
        return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    // MARK: Keys

    private func interrupt() -> UInt8 {
        happening = .interrupted(wasEmpty: current().isEmpty)
        imgflow_el_print("^C")
        return UInt8(CC_NEWLINE)
    }

    private func askForEditor() -> UInt8 {
        happening = .wantsEditor
        return UInt8(CC_NEWLINE)
    }

    /// Reads on until the paste ends. A block of several lines is handed over whole.
    private func paste() -> UInt8 {
        var scalars: [Unicode.Scalar] = []
        let end = Array("\u{1B}[201~".unicodeScalars)
        while true {
            let code = imgflow_el_character(editor)
            guard code >= 0 else { break }
            scalars.append(Unicode.Scalar(UInt32(truncatingIfNeeded: code)) ?? "\u{FFFD}")
            if scalars.suffix(end.count).elementsEqual(end) {
                scalars.removeLast(end.count)
                break
            }
            // What is too long is read to its end all the same: the rest is no typing.
            if scalars.count > 2 << 20 { scalars.removeFirst(1 << 20) }
        }
        var written = ""
        written.unicodeScalars.append(contentsOf: scalars)
        let text =
            written
            .replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        guard text.contains("\n") else {
            // A tab in it is no wish to complete.
            el_insertstr(editor, text.replacing("\t", with: " "))
            return UInt8(CC_REFRESH)
        }
        happening = .pasted(head(of: nil, toCursor: true) + text)
        return UInt8(CC_NEWLINE)
    }

    /// Writes what all candidates agree on; a second time lists them, each with a few words.
    private func offer() -> UInt8 {
        let text = head(of: nil, toCursor: true)
        let (replaces, all) = complete(text)
        // A file's name may hold anything: what would move the cursor is not offered.
        let candidates = all.filter { Self.harmless($0.text) == $0.text }
        guard !candidates.isEmpty else { return UInt8(CC_REFRESH_BEEP) }
        let written = String(decoding: text.utf8.suffix(replaces), as: UTF8.self)
        let common = Self.commonPrefix(candidates.map(\.text))
        if common.utf8.count > written.utf8.count {
            el_deletestr(editor, Int32(written.count))
            let isWhole =
                candidates.count == 1 && !common.hasSuffix("/") && !common.hasSuffix(":")
                && !common.hasSuffix("\"")
            el_insertstr(editor, common + (isWhole ? " " : ""))
            return UInt8(CC_REFRESH)
        }
        let isSecond = lastOffer.text == text
        lastOffer = (text, isSecond ? lastOffer.count + 1 : 0)
        imgflow_el_print("\n\(Candidates.text(candidates, withSummaries: isSecond))")
        return UInt8(CC_REDISPLAY)
    }

    private static func commonPrefix(_ texts: [String]) -> String {
        guard var common = texts.first else { return "" }
        for text in texts { common = text.commonPrefix(with: common) }
        return common
    }
}

/// Bytes of the longest character of the locale.
private func MB_CUR_MAX_value() -> Int { Int(__ctype_get_mb_cur_max()) }
