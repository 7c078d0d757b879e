internal import CLibEdit
import Glibc
import ImgflowLanguage

/// One edited line after the other from a terminal, with libedit: emacs and vi keys, the user's
/// `.editrc`, history, completion, pasted blocks.
///
/// Used from one thread, which waits in `read`.
package final class LineEditor {
    package enum Line: Equatable {
        case text(String)
        /// Several lines in one paste, behind what was written before.
        case pasted(String)
        /// What is written, to be gone on with in `$EDITOR`.
        case forEditor(String)
        /// Ctrl-C: what was written is thrown away.
        case interrupted(wasEmpty: Bool)
        /// Ctrl-D on an empty line, or the terminal is gone.
        case end
    }

    /// - Returns: What could stand at the end of the text.
    package typealias Complete = (_ text: String) -> Offer

    let editor: OpaquePointer
    private let lines: OpaquePointer
    private var prompt: UnsafeMutablePointer<CChar>
    let complete: Complete
    let keys = KeyReader()
    /// What a key did besides changing the line.
    var happening: Line?
    var holding = (text: "", cursor: 0)
    var lastOffer = ""

    /// Nil where standard input is no terminal that libedit can use.
    package init?(complete: @escaping Complete) {
        // Characters are what the user's locale says; where it says nothing, UTF-8.
        setlocale(LC_CTYPE, "")
        if __ctype_get_mb_cur_max() == 1 { setlocale(LC_CTYPE, "C.UTF-8") }
        imgflow_terminal_keep()
        let start = imgflow_el_start { editor in
            guard let own = LineEditor.of(editor), let key = own.key() else { return -1 }
            return key
        }
        guard let editor = start, let lines = history_init(), let prompt = strdup("") else {
            return nil
        }
        self.editor = editor
        self.lines = lines
        self.prompt = prompt
        self.complete = complete
        imgflow_el_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
        imgflow_el_set_prompt(editor) { editor in
            LineEditor.of(editor)?.prompt
        }
        imgflow_history_keep(lines, 10_000)
        imgflow_el_use(editor, lines)
        addCommands()
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
        imgflow_el_add(editor, "imgflow-hold", "go on with a line") { editor, _ in
            LineEditor.of(editor)?.hold() ?? UInt8(CC_NORM)
        }
        imgflow_el_add(editor, "imgflow-editor", "write the line in $EDITOR") { editor, _ in
            LineEditor.of(editor)?.askForEditor() ?? UInt8(CC_NORM)
        }
        imgflow_el_add(editor, "imgflow-suspend", "stop as jobs do") { editor, _ in
            LineEditor.of(editor)?.suspend() ?? UInt8(CC_NORM)
        }
        imgflow_el_set_keys(editor, "emacs")
        bindUsual()
        el_source(editor, nil)
        // Whoever asks for the keys of vi has taken off all others.
        if imgflow_el_is_vi(editor) != 0 { bindUsual() }
        for (key, command) in [
            ("^I", "imgflow-complete"), ("^C", "imgflow-interrupt"), ("^Z", "imgflow-suspend"),
            ("^_", "imgflow-paste"), ("^^", "imgflow-hold"),
        ] {
            imgflow_el_bind(editor, key, command)
            imgflow_el_bind_command(editor, key, command)
        }
        // Ctrl-C is a key here, not a signal, so that it can leave the line alone.
        imgflow_el_tty(editor, "-isig")
    }

    /// Those that the user's own file may change.
    private func bindUsual() {
        imgflow_el_bind(editor, "^X^E", "imgflow-editor")
        imgflow_el_bind(editor, "^R", "em-inc-search-prev")
    }

    // MARK: Reading

    /// Waits for a line.
    ///
    /// - Parameters:
    ///   - prompt: sequences without a width stand between bytes of 1.
    ///   - text: stands in the line already, the cursor `cursor` characters from its end.
    package func read(prompt text: String, holding start: String = "", cursor: Int = 0) -> Line {
        free(prompt)
        prompt = strdup(text) ?? prompt
        happening = nil
        lastOffer = ""
        holding = (Self.harmless(start), cursor)
        keys.begin(holdingText: !start.isEmpty) { el_resize(editor) }
        // The terminal brackets what is pasted, so that it is not taken for typing.
        imgflow_el_print("\u{1B}[?2004h")
        defer { imgflow_el_print("\u{1B}[?2004l") }
        var count: Int32 = 0
        let bytes = el_gets(editor, &count)
        if let happening { return happening }
        guard let bytes, count > 0 else { return .end }
        var line = String(cString: bytes)
        while let last = line.last, last.isNewline { line.removeLast() }
        return .text(line)
    }

    private func key() -> Int? {
        keys.next { [editor] wasStopped in
            if wasStopped { imgflow_el_prepare(editor, 1) }
            el_resize(editor)
            imgflow_el_refresh(editor)
        }
    }

    static func harmless(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            result.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
        }
        return result
    }

    package func remember(_ line: String) {
        if !line.isEmpty { imgflow_history_add(lines, Self.harmless(line)) }
    }

    var written: String { text(toCursor: false) }

    func text(toCursor: Bool) -> String {
        guard let info = el_line(editor)?.pointee, let start = info.buffer,
            let end = toCursor ? info.cursor : info.lastchar
        else { return "" }
        let bytes = UnsafeBufferPointer(start: start, count: max(0, end - start))
        return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Of the terminal, now.
    package static var columns: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
