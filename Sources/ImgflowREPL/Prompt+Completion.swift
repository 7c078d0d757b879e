import ImgflowLanguage

/// What Tab offers at the prompt.
extension Prompt {
    static func complete(
        _ text: String, _ session: Session, _ host: any PromptHost
    ) -> (replaces: Int, [Completion.Candidate]) {
        if text.hasPrefix(":"), !text.contains(" ") {
            let names = (ownCommands + host.commandNames).map {
                Completion.Candidate(":\($0.name)", $0.summary)
            }
            return (text.utf8.count, names.filter { $0.text.hasPrefix(text) })
        }
        let command = text.hasPrefix(":") ? text.split(separator: " ").first : nil
        let program = command.map { String(text.dropFirst($0.count)) } ?? text
        // What was said before counts: names and definitions.
        let before = session.entries.filter { $0.kind == .statement }.map { $0.text + "\n" }
            .joined()
        var (replaces, candidates) = host.complete(before + program)
        let word = text.reversed().prefix { $0.isNumber || $0 == "$" }
        if word.last == "$" {
            let written = String(word.reversed())
            let results = session.entries.filter { !$0.pictures.isEmpty }.reversed().map {
                Completion.Candidate("$\($0.number)", String(told($0).dropFirst(4)))
            }
            candidates = results.filter { $0.text.hasPrefix(written) } + candidates
            replaces = written.utf8.count
        }
        return (replaces, candidates)
    }
}
