import ImgflowEngine
import ImgflowLanguage
import ImgflowPlanner
import ImgflowReports
import ImgflowRuntime
import ImgflowVerbs

/// A recipe that only the file knows of: whoever made the file may have written anything into it,
/// so it is shown, held to what a recipe needs, and agreed to before it reads, pays or writes.
struct StrangersRecipe {
    let text: String
    /// The file that it came with.
    let file: String

    /// What an honest recipe never has, in the order of the text.
    ///
    /// - Parameter catalog: the verbs, with this user's models.
    func misgivings(_ catalog: Catalog) -> [String] {
        var found: [String] = []
        var targets = 0
        let source = SourceText(name: file, text: text)
        for token in Lexer.tokens(of: source) {
            switch token.kind {
            case .word("save"): targets += 1
            case .word("use"), .word("set"), .word("param"), .word("def"):
                found.append("it has a `\(words(of: token))`")
            case .parameterName("overwrite"), .parameterName("price"):
                found.append("it has `\(words(of: token))`")
            default: break
            }
        }
        let checked = Checker(catalog).check(LinkedProgram(Parser.parse(source)))
        // What is passed over for a mistake, `--set` could bring to life unseen.
        if let mistake = checked.diagnostics.first(where: { $0.severity == .error }) {
            found.append("it has a mistake: \(mistake.message)")
        }
        found += (checked.program ?? checked.soundPart).paths.compactMap(Self.misgiving)
        if targets != 1 { found.append("it saves to \(targets) places, expected one") }
        return found
    }

    /// A path may lead to nothing but the folder that the recipe is run in.
    private static func misgiving(_ path: Template) -> String? {
        guard let text = path.literal else { return "it has a path with fields" }
        let shown = Printable.text(String(text.prefix(80)))
        let leavesFolder = text.utf8.split(separator: UInt8(ascii: "/")).contains { part in
            part.elementsEqual("..".utf8)
        }
        let isElsewhere = leavesFolder || text.hasPrefix("/") || text.hasPrefix("~")
        return isElsewhere ? "it names `\(shown)`, outside this folder" : nil
    }

    private func words(of token: Token) -> String {
        String(decoding: Array(text.utf8)[token.span.start..<token.span.end], as: UTF8.self)
    }

    /// - Parameter yes: said before (`--yes`).
    /// - Throws: `CLIError` where it is not to be run.
    func confirm(yes: Bool, _ engine: Engine) throws {
        let console = engine.console
        console.complain(
            "`\(Printable.text(file))` carries a recipe that was not written on this machine:"
        )
        for line in text.split(separator: "\n", omittingEmptySubsequences: false)
        where !line.isEmpty {
            console.complain("    \(Printable.text(String(line)))")
        }
        let catalog = Verbs.catalog(of: engine.configuration.models)
        if let misgiving = misgivings(catalog).first {
            throw CLIError(
                message: "this recipe cannot be run: \(misgiving)",
                hints: [
                    "read it, and run the parts you want as your own program: imgflow recipe …"
                ], exitStatus: .noConsent)
        }
        console.complain("price: \(price(engine))")
        if yes { return }
        guard console.isInputTerminal, console.isErrorTerminal else {
            throw CLIError(
                message:
                    "a recipe from elsewhere must be confirmed, and there is no terminal to confirm",
                hints: ["read it, and pass --yes"], exitStatus: .noConsent)
        }
        let answer = console.ask("Run it? [y/N] ")
        guard let answer, ["y", "yes"].contains(answer.lowercased()) else {
            throw CLIError(
                message: "not confirmed: nothing was read, sent or written",
                exitStatus: .noConsent)
        }
    }

    /// What it would cost, as far as that is known before any of its files is looked at.
    private func price(_ engine: Engine) -> String {
        let source = SourceText(name: "recipe", text: text)
        let blind = BlindWorld(today: engine.today)
        let input = ProgramInput(source, usesDefaults: false)
        guard let plan = engine.plan(input, in: blind).plan else {
            return "unknown until its files are read"
        }
        return PlanText.headline(plan, engine.backend)
    }
}
