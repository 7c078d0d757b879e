internal import CLibEdit
import Glibc
import ImgflowLanguage
package import ImgflowReports

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
        /// Ctrl-D on an empty line.
        case end
        /// The terminal is gone.
        case gone
    }

    /// - Returns: What could stand at the end of the text.
    package typealias Complete = (_ text: String) -> Offer

    let editor: OpaquePointer
    private let lines: OpaquePointer
    private var prompt: UnsafeMutablePointer<CChar>
    let complete: Complete
    let keys = KeyReader()
    var changes = LineChanges()
    /// What was entered, the latest last, as the line has it.
    private(set) var entered: [String] = []
    /// Columns of the terminal when the line was drawn.
    var drawnColumns = 80
    /// What a key did besides changing the line.
    var happening: Line?
    var holding = (text: "", cursor: 0)
    var lastOffer = ""
    /// What the terminal is asked as soon as it waits for keys, so that no answer is shown.
    package var question = ""
    private var isGone = false

    /// Nil where standard input is no terminal that libedit can use.
    package init?(complete: @escaping Complete) {
        // Characters are what the user's locale says; where it says nothing, UTF-8.
        setlocale(LC_CTYPE, "")
        if __ctype_get_mb_cur_max() == 1 { setlocale(LC_CTYPE, "C.UTF-8") }
        imgflow_terminal_keep(Terminal.takesSequences)
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
        takeSize()
        makeRoom()
    }

    deinit {
        el_end(editor)
        history_end(lines)
        free(prompt)
    }

    static func of(_ editor: OpaquePointer?) -> LineEditor? {
        guard let editor, let client = imgflow_el_client(editor) else { return nil }
        return Unmanaged<LineEditor>.fromOpaque(client).takeUnretainedValue()
    }

    // MARK: Reading

    /// Waits for a line.
    ///
    /// - Parameters:
    ///   - prompt: sequences without a width stand between bytes of 1.
    ///   - text: stands in the line already, the cursor `cursor` characters from its end.
    package func read(prompt text: String, holding start: String = "", cursor: Int = 0) -> Line {
        show(prompt: text)
        happening = nil
        lastOffer = ""
        holding = (start, cursor)
        changes = LineChanges()
        keys.begin(holdingText: !start.isEmpty) { takeSize() }
        drawnColumns = Self.columns
        // libedit itself does so only when the prompt is seen already.
        imgflow_el_prepare(editor, 1)
        keys.takeEarly()
        // The terminal brackets what is pasted, so that it is not taken for typing.
        if Terminal.takesSequences { imgflow_el_print("\u{1B}[?2004h") }
        defer { if Terminal.takesSequences { imgflow_el_print("\u{1B}[?2004l") } }
        var count: Int32 = 0
        let bytes = el_gets(editor, &count)
        if let happening { return happening }
        guard let bytes, count > 0 else { return isGone ? .gone : .end }
        var line = String(cString: bytes)
        while let last = line.last, last.isNewline { line.removeLast() }
        return .text(Clusters.decoded(line))
    }

    /// - Parameter heard: gets each answer of the terminal, whenever it comes.
    package func listen(_ heard: @escaping (_ answer: String) -> Void) { keys.answered = heard }

    private func key() -> Int? {
        if !question.isEmpty {
            imgflow_el_print(question)
            question = ""
        }
        changes.note(line, cursor: cursor)
        return nextKey()
    }

    /// libedit 3.1 spoils its memory where a line of vi's outgrows its room: it gets all of it before the first key.
    private func makeRoom() {
        el_insertstr(editor, String(repeating: " ", count: Self.longest + 1_024))
        el_deletestr(editor, Int32(Self.longest + 1_024))
    }

    /// Characters of a line that goes into the line; a longer paste is taken as a block.
    static let longest = 65_536

    func nextKey() -> Int? {
        let key = keys.next { wasStopped in redraw(wasStopped: wasStopped) }
        isGone = key == nil
        return key
    }

    /// Of the line, from its next drawing on.
    func show(prompt text: String) {
        free(prompt)
        prompt = strdup(text) ?? prompt
    }

    var shownPrompt: String { String(cString: prompt) }

    package func remember(_ text: String) {
        guard !text.isEmpty else { return }
        let line = Clusters.encoded(text)
        imgflow_history_add(lines, line)
        if entered.last != line { entered.append(line) }
    }

    // MARK: The line as libedit has it

    var line: String { part { $0.lastchar } }
    /// In characters of the line.
    var cursor: Int { lineToCursor.unicodeScalars.count }
    var lineToCursor: String { part { $0.cursor } }
    var written: String { Clusters.decoded(line) }
    var writtenToCursor: String { Clusters.decoded(lineToCursor) }

    private func part(to end: (LineInfo) -> UnsafePointer<CChar>?) -> String {
        guard let info = el_line(editor)?.pointee, let start = info.buffer, let end = end(info)
        else { return "" }
        let bytes = UnsafeBufferPointer(start: start, count: max(0, end - start))
        return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func insert(_ text: String) { el_insertstr(editor, Clusters.encoded(text)) }

    /// - Parameters:
    ///   - line: as the line has it.
    ///   - cursor: in its characters.
    func replace(by line: String, cursor: Int) {
        let all = self.line.unicodeScalars.count, count = line.unicodeScalars.count
        el_cursor(editor, Int32(all))
        el_deletestr(editor, Int32(all))
        el_insertstr(editor, line)
        el_cursor(editor, Int32(cursor - count))
    }

    /// Of the terminal, now.
    package static var columns: Int { size.columns }

    static var rows: Int { size.rows }

    static var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), max(1, Int(size.ws_row)))
    }
}
