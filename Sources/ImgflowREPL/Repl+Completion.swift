import ImgflowEngine
import ImgflowLanguage
import ImgflowReports

/// What Tab offers at the prompt.
extension Repl {
    static func complete(_ text: String, _ session: Session, _ host: ReplHost) -> Offer {
        guard text.hasPrefix(":") else { return program(text, session, host) }
        let commands = ReplCommand.ofSession + ReplCommand.all.map(\.name)
        guard let blank = text.firstIndex(of: " ") else {
            let names = commands.map { Completion.Candidate(":\($0.name)", $0.summary) }
            return Offer(replaces: text.utf8.count, names.filter { $0.text.hasPrefix(text) })
        }
        let name = text[text.index(after: text.startIndex)..<blank]
        let written = String(text[blank...].drop { $0 == " " })
        guard let command = commands.first(where: { $0.name == name }) else { return Offer() }
        switch command.subject {
        case .nothing: return Offer()
        case .text(let expectation): return Offer(expectation: "expected \(expectation)")
        case .program: return program(written, session, host)
        case .setting: return program("set " + written, session, host)
        case .picture where written.isEmpty || written.hasPrefix("$"):
            let files = written.isEmpty ? host.candidates(for: .file, "") : []
            return Offer(replaces: written.utf8.count, results(session, written) + files)
        default:
            let word =
                command.subject == .model
                ? written.split(separator: " ", omittingEmptySubsequences: false).last.map(
                    String.init) ?? "" : written
            return Offer(
                replaces: word.utf8.count, host.candidates(for: command.subject, written))
        }
    }

    private static func program(
        _ text: String, _ session: Session, _ host: ReplHost
    ) -> Offer {
        // What was said before counts: names and definitions.
        let before = session.entries.filter { $0.kind == .statement }.map { $0.text + "\n" }
            .joined()
        let written = tail(of: text) { $0.isNumber || $0 == "$" }
        var offer = host.complete(before + text)
        if text.hasSuffix("seed:" + written), !written.hasPrefix("$") {
            offer.candidates = seeds(session).filter { $0.text.hasPrefix(written) }
            offer.replaces = written.utf8.count
            offer.explains = true
            return offer
        }
        guard tail(of: text, while: { $0 != " " && $0 != ":" && $0 != "(" }).hasPrefix("$") else {
            // A line may begin with what goes on from the last result.
            if text.allSatisfy(\.isWhitespace), session.current != nil {
                offer.candidates.append(.init("|", "goes on from the last result"))
                offer.candidates.append(.init("again", "the last line, with the next seed"))
            }
            return offer
        }
        let forecasts = session.entries.compactMap { entry in
            entry.name.flatMap { name in entry.forecast.map { ("$\(name)", $0) } }
        }
        let sizes = Dictionary(forecasts) { _, latest in latest }
        for place in offer.candidates.indices {
            if let size = sizes[offer.candidates[place].text] {
                offer.candidates[place].summary = size
            }
        }
        if written.hasPrefix("$") {
            offer.candidates = results(session, written) + offer.candidates
            offer.replaces = written.utf8.count
        }
        offer.explains = true
        return offer
    }

    private static func tail(of text: String, while fits: (Character) -> Bool) -> String {
        String(text.reversed().prefix(while: fits).reversed())
    }

    /// The latest first.
    private static func results(_ session: Session, _ written: String) -> [Completion.Candidate] {
        session.results.reversed().map { entry in
            let name = "$\(entry.number)"
            return Completion.Candidate(
                name, String(ResultText.facts(entry).dropFirst(name.count + 2)))
        }.filter { $0.text.hasPrefix(written) }
    }

    /// Those that were seen, the latest first.
    private static func seeds(_ session: Session) -> [Completion.Candidate] {
        var seen: [Completion.Candidate] = []
        for entry in session.results.reversed() {
            for picture in entry.pictures {
                guard let seed = picture.seed, !seen.contains(where: { $0.text == "\(seed)" })
                else { continue }
                seen.append(.init("\(seed)", "of $\(entry.number)"))
            }
        }
        return seen + [.init("random", "drawn now, and told")]
    }
}
