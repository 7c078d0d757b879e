import ImgflowEngine
import ImgflowLanguage
import ImgflowReports
import ImgflowRuntime
import ImgflowTerminal

/// Edited lines in, results out, until the user leaves.
///
/// One thread waits here; what is run runs elsewhere.
final class Repl {
    let host: ReplHost
    let editor: LineEditor
    let history: HistoryFile
    private let names = Names()
    var session: Session {
        get { names.session }
        set { names.session = newValue }
    }
    /// Goes into the edit line: what failed, or was asked for; the cursor in characters from the end.
    var holding = (text: "", cursor: 0)
    var leaves = false
    /// The lines of `~/.imgflowrc` are run.
    var isStarting = false
    var isSwept = false
    /// When Ctrl-C came at an empty prompt, or a run ended: twice within a second is meant.
    private var interrupted: ContinuousClock.Instant?
    private var ended: ContinuousClock.Instant?

    /// Nil where there is no terminal to edit on.
    init?(host: ReplHost, history: HistoryFile) {
        self.host = host
        self.history = history
        let names = self.names
        let complete: LineEditor.Complete = { [weak host] text in
            guard let host else { return Offer() }
            return Self.complete(text, after: names.open, names.session, host)
        }
        guard let editor = LineEditor(complete: complete) else { return nil }
        self.editor = editor
        for entry in history.entries() { editor.remember(entry) }
        var answers = ""
        editor.listen { [painter = host.painter] answer in
            answers = String((answers + answer).suffix(4_096))
            painter.hear(TerminalAnswers(reading: answers))
        }
    }

    func run() {
        var open = ""
        while !leaves {
            let prompt = open.isEmpty ? self.prompt : self.prompt(for: open)
            let held = holding
            holding = ("", 0)
            editor.question = host.painter.takeQuestion() ?? ""
            names.open = open
            switch editor.read(prompt: prompt, holding: held.text, cursor: held.cursor) {
            case .end where !open.isEmpty:
                // It is only the entry that is left, and nothing that was written is lost.
                host.say("  (left)")
                editor.remember(open.trimmingBlanks)
                open = ""
            case .end, .gone:
                host.say("")
                return
            case .interrupted(let wasEmpty):
                let now = ContinuousClock.now
                func isFresh(_ time: ContinuousClock.Instant?) -> Bool {
                    time.map { now - $0 < .seconds(1) } ?? false
                }
                // Twice at an empty prompt leaves; what was meant for a run that has just ended does not.
                if wasEmpty, open.isEmpty {
                    if isFresh(interrupted), !isFresh(ended) { return host.say("") }
                    interrupted = now
                    host.say("  (press it again to exit, or Ctrl-D)")
                } else {
                    host.say("")
                }
                open = ""
            case .forEditor(let text):
                let whole = open.isEmpty ? text : open + "\n" + text
                let written = ExternalEditor.edit(whole) { host.say($0) }
                holding = ((written ?? whole).trimmingBlanks, 0)
                open = ""
            case .pasted(let block):
                // It is shown, and run when it is agreed to.
                for line in block.split(separator: "\n") {
                    host.say("  \(Printable.text(String(line)))")
                }
                open = open.isEmpty ? block : open + "\n" + block
            case .text(let text):
                interrupted = nil
                if !open.isEmpty, text.allSatisfy(\.isWhitespace) {
                    let whole = open
                    open = ""
                    if OpenEnds.of(whole) == nil {
                        enter(whole)
                    } else {
                        // Nothing that was written is lost.
                        host.say("  (left)")
                        holding = (whole.trimmingBlanks, 0)
                    }
                    continue
                }
                open = open.isEmpty ? text : open + "\n" + text
                guard OpenEnds.of(open) == nil || isCommand(open) else { continue }
                let whole = open
                open = ""
                enter(whole)
                host.journal.set(host.standingState)
                ended = .now
            }
        }
    }

    private func isCommand(_ text: String) -> Bool {
        text.first { !$0.isWhitespace } == ":" || text.hasPrefix("!")
    }

    // MARK: What it says

    private var prompt: String {
        let number = "\(session.number)>"
        let result = session.current.map { "$\($0)" }
        let pictures = session.current.flatMap { session.entry($0)?.pictures } ?? []
        let sizes = Set(pictures.map { "\($0.width)x\($0.height)" })
        let size = sizes.count > 1 ? "\(pictures.count) images" : sizes.first
        let always = host.always.text.map { "always \($0)" }
        let money = [host.standing, always].compactMap(\.self).joined(separator: ", ")
        // In a narrow window the line is worth more than what stands before it.
        let most = LineEditor.columns / 2 - number.count
        let forms = [[money, result, size], [money, result], [always, result], [result]]
            .map { $0.compactMap(\.self).joined(separator: " ") }
        let words = forms.first { $0.count <= most } ?? ""
        return words.isEmpty ? "\(bold(number)) " : "\(dim(words)) \(bold(number)) "
    }

    private func prompt(for open: String) -> String {
        let waits = OpenEnds.of(open)
        return "\(dim(waits.map { "  \($0) is open" } ?? "  Enter runs it")) \(bold("…")) "
    }

    /// Sequences without a width stand between bytes of 1.
    private func styled(_ text: String, _ code: String) -> String {
        host.usesColor ? "\u{1}\u{1B}[\(code)m\u{1}\(text)\u{1}\u{1B}[0m\u{1}" : text
    }

    private func dim(_ text: String) -> String { styled(text, "2") }
    private func bold(_ text: String) -> String { styled(text, "1") }

    /// What Tab has to know of the session.
    private final class Names {
        var session = Session()
        /// The lines before, of an entry that is open.
        var open = ""
    }
}

extension String {
    var trimmingBlanks: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
