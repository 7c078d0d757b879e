import ImgflowEngine
import ImgflowLanguage
import ImgflowReports

/// What Tab offers at the prompt.
extension Repl {
    /// - Parameter open: the lines before, of an entry that goes on here.
    static func complete(
        _ text: String, after open: String, _ session: Session, _ host: ReplHost
    ) -> Offer {
        guard open.isEmpty, text.hasPrefix(":") else {
            return program(open.isEmpty ? text : open + "\n" + text, session, host)
        }
        let commands = ReplCommand.ofSession + ReplCommand.all.map(\.name)
        guard let blank = text.firstIndex(of: " ") else {
            let names = commands.map { Completion.Candidate(":\($0.name)", $0.summary) }
            return Offer(replaces: text.utf8.count, names.beginning(with: text))
        }
        let name = text[text.index(after: text.startIndex)..<blank]
        let written = String(text[blank...].drop { $0 == " " })
        guard let command = commands.first(where: { $0.name == name }) else { return Offer() }
        switch command.subject {
        case .nothing: return Offer()
        case .text(let expectation): return Offer(expectation: "expected \(expectation)")
        case .program: return program(written, session, host)
        case .setting: return program("set " + written, session, host)
        case .topic:
            let own =
                ReplCommand.names.map { Completion.Candidate(":\($0.name)", $0.summary) }
                + ReplCommand.words.map { .init($0.word, $0.summary) }
            return Offer(
                replaces: written.utf8.count,
                own.beginning(with: written) + host.candidates(for: .topic, written))
        case .picture where written.isEmpty || written.hasPrefix("$"):
            let files = written.isEmpty ? host.candidates(for: .file, "") : []
            return Offer(
                replaces: written.utf8.count,
                results(session).beginning(with: written) + files)
        default:
            let word =
                command.subject == .model
                ? written.split(separator: " ", omittingEmptySubsequences: false).last.map(
                    String.init) ?? "" : written
            var offer = Offer(
                replaces: word.utf8.count, host.candidates(for: command.subject, written))
            offer.arePaths = command.subject.takesPath
            return offer
        }
    }

    private static func program(
        _ text: String, _ session: Session, _ host: ReplHost
    ) -> Offer {
        let written = tail(of: text) { $0.isNumber || $0 == "$" }
        if text.hasSuffix("seed:" + written), !written.hasPrefix("$") {
            var offer = Offer(replaces: written.utf8.count, seeds(session).beginning(with: written))
            offer.explains = true
            return offer
        }
        // What was said before counts: names and definitions. Results are names too.
        let named = session.results.suffix(mostResults).map {
            "let \(LineText.name(of: $0.number)) = canvas 1x1\n"
        }
        let before = session.entries.filter { $0.kind == .statement }.map { $0.text + "\n" } + named
        var offer = host.complete(before.joined() + text)
        if let begun = begun(text), session.current != nil {
            offer = goingOn(offer, before.joined(), text, begun, host)
        }
        let facts = summaries(session)
        for place in offer.candidates.indices {
            let candidate = offer.candidates[place]
            let name = LineText.typed(candidate.text)
            offer.candidates[place] = .init(name, facts[name] ?? candidate.summary)
        }
        if written.hasPrefix("$") {
            let names = offer.candidates.filter { LineText.results(in: $0.text).isEmpty }
            let numbers = results(session).beginning(with: written)
            offer.candidates =
                numbers
                + names.filter { name in
                    !numbers.contains { $0.text == name.text }
                }
            offer.replaces = written.utf8.count
        }
        let isName = tail(of: text, while: { $0 != " " && $0 != ":" && $0 != "(" }).hasPrefix("$")
        offer.explains = offer.explains || isName
        return offer
    }

    /// A screenful of them says enough.
    private static let mostResults = 30

    /// The word that begins the entry, as far as it is written; nil where more stands there.
    private static func begun(_ text: String) -> String? {
        let word = text.drop { $0.isWhitespace }
        let isName = word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        return isName && word.first?.isNumber != true ? String(word) : nil
    }

    /// A line may begin with what goes on from the last result; that comes first.
    private static func goingOn(
        _ offer: Offer, _ before: String, _ text: String, _ begun: String, _ host: ReplHost
    ) -> Offer {
        var offer = offer
        let behind = host.complete(before + "canvas 1x1 | " + begun)
        let verbs = behind.candidates.filter { Session.goesOn($0.text) }
        let known = Set(verbs.map(\.text))
        let marks = [
            Completion.Candidate("|", "continues from the last result"),
            Completion.Candidate("again", "repeat the last line with the next seed"),
        ].beginning(with: begun)
        offer.replaces = begun.utf8.count
        offer.candidates = verbs + marks + offer.candidates.filter { !known.contains($0.text) }
        return offer
    }

    /// Of names and results, by what they are called.
    private static func summaries(_ session: Session) -> [String: String] {
        let forecasts = session.entries.compactMap { entry in
            entry.name.flatMap { name in entry.forecast.map { ("$\(name)", $0) } }
        }
        let facts = results(session).map { ($0.text, $0.summary) }
        return Dictionary(forecasts + facts) { _, latest in latest }
    }

    private static func tail(of text: String, while fits: (Character) -> Bool) -> String {
        String(text.reversed().prefix(while: fits).reversed())
    }

    /// The latest first.
    private static func results(_ session: Session) -> [Completion.Candidate] {
        session.results.reversed().map { entry in
            let name = "$\(entry.number)"
            return Completion.Candidate(
                name, String(ResultText.facts(entry).dropFirst(name.count + 2)))
        }
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
        return seen + [.init("random", "chosen now, and shown")]
    }
}
