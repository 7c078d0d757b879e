import ImgflowLanguage

/// A recipe that only the file knows of: whoever made the file may have written anything into it,
/// so it is shown, held to what a recipe needs, and agreed to before it reads, pays or writes.
struct StrangersRecipe {
    let text: String
    /// The file that it came with.
    let file: String

    /// What an honest recipe never has, in the order of the text.
    var misgivings: [String] {
        var found: [String] = []
        var targets = 0
        for token in Lexer.tokens(of: SourceText(name: file, text: text)) {
            switch token.kind {
            case .word("save"): targets += 1
            case .word("use"), .word("set"): found.append("it has a `\(words(of: token))`")
            case .parameterName("overwrite"), .parameterName("price"):
                found.append("it has `\(words(of: token))`")
            case .string(let literal):
                let start = literal.parts.first
                if case .text(let text)? = start, text.hasPrefix("/") || text.hasPrefix("~") {
                    found.append("it names `\(Printable.text(String(text.prefix(80))))`")
                }
            default: break
            }
        }
        if targets != 1 { found.append("it saves to \(targets) places, and a recipe has one") }
        return found
    }

    private func words(of token: Token) -> String {
        String(decoding: Array(text.utf8)[token.span.start..<token.span.end], as: UTF8.self)
    }

    /// - Parameter yes: said before (`--yes`).
    /// - Throws: `Complaint` where it is not to be run.
    func confirm(yes: Bool, _ console: Console) throws {
        console.complain(
            "`\(Printable.text(file))` brings its own recipe, which was not written on this machine:"
        )
        for line in text.split(separator: "\n", omittingEmptySubsequences: false)
        where !line.isEmpty {
            console.complain("    \(Printable.text(String(line)))")
        }
        if let misgiving = misgivings.first {
            throw Complaint(
                message: "this recipe is not run: \(misgiving)",
                hints: [
                    "read it, and run what you want of it as a program of your own: imgflow recipe …"
                ], code: ExitCode.noConsent)
        }
        if yes { return }
        guard console.isInputTerminal, console.isErrorTerminal else {
            throw Complaint(
                message:
                    "a recipe from elsewhere is run only when it is confirmed, and nobody can be asked",
                hints: ["read it, and say yes before: --yes"], code: ExitCode.noConsent)
        }
        let answer = console.ask("Run it? [y/N] ")
        guard let answer, ["y", "yes"].contains(answer.lowercased()) else {
            throw Complaint(
                message: "not confirmed: nothing was read, sent or written",
                code: ExitCode.noConsent)
        }
    }
}
