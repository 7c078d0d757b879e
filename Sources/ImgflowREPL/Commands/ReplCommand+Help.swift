import ImgflowLanguage
import ImgflowReports
import ImgflowTerminal
import ImgflowVerbs

/// `:help`, of everything that may be typed.
extension ReplCommand {
    /// What is typed besides commands and verbs.
    static let words: [(word: String, summary: String)] = [
        ("|", "continues from the last result; so does a verb that needs an image"),
        ("$", "the last result; `$3` is result 3"),
        (
            "again",
            "repeat the last line with the next seed; again text:\"a calm sea\", again generate"
        ),
        ("pick", "choose from several images: $3 | pick 2, $3 | pick [1, 4]"),
        ("!42", "insert line 42 of the history; :history lists them"),
    ]

    private static let groups: [(title: String, commands: [String])] = [
        ("RESULTS", ["undo", "redo", "tree", "diff", "history", "why"]),
        ("IMAGES", ["show", "info", "open", "ls", "recipe", "fetch", "replay", "images"]),
        (
            "MONEY AND MODELS",
            [
                "plan", "budget", "always", "spend", "models", "model", "backend", "region",
            ]
        ),
    ]

    static func help(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        guard rest.isEmpty else { return try helpOfWord(rest, host) }
        host.say(
            """
            Lines to try:
              generate "a harbor at dawn" aspect:16:9
              | inpaint mask:"sky" text:"a storm"
              again text:"a calm sea"
              | upscale fast | save "harbor.png"
              load "harbor.png" | resize 50% | save "small.png"
              :save harbor.imgflow
            Tab completes; pressed twice, it explains. Ctrl-C stops a run. `:help upscale`, `:help mask`, and
            `:help :undo` describe a verb, a parameter, and a command.
            """)
        let grouped = Set(groups.flatMap(\.commands))
        let others = names.map(\.name).filter { !grouped.contains($0) }
        for (title, commands) in groups + [("SESSION", others)] {
            var table = TextTable()
            if title == "RESULTS" { for word in words { table.add(word.word, word.summary) } }
            for name in commands {
                guard let command = names.first(where: { $0.name == name }) else { continue }
                table.add(":\(name)", command.summary)
            }
            host.say("\n\(title)\n\(table.text.trimmingLineEnd)")
        }
    }

    /// A verb, a word of the language, a parameter, a field, a code; or one of these commands.
    private static func helpOfWord(_ text: String, _ host: ReplHost) throws {
        let isCommand = text.hasPrefix(":")
        let word = isCommand ? String(text.dropFirst()) : text
        let isTopic = !isCommand && host.topics.contains { $0.text == word }
        if let own = own(word, isMark: !isTopic) { host.say(own) }
        guard isTopic else {
            if let found = names.first(where: { $0.name == word }) {
                return host.say(":\(found.name): \(found.summary)")
            }
            let parameters = parameters(word) + fields(word)
            if !parameters.isEmpty { return host.say(parameters.joined(separator: "\n")) }
            if own(word, isMark: true) == nil { host.run(["help", word]) }
            return
        }
        host.run(["help", word])
        let models = host.models.choices(of: word)
        guard !models.isEmpty else { return }
        host.say("MODELS:")
        var table = TextTable()
        for model in models { table.add(model.text, model.summary) }
        host.say(table.text.trimmingLineEnd)
    }

    /// `$`, `$3`, `!42` and the others.
    private static func own(_ word: String, isMark: Bool) -> String? {
        let digits = word.dropFirst()
        let isNumbered = ["$", "!"].contains(word.prefix(1)) && digits.allSatisfy(\.isNumber)
        let found = words.first {
            $0.word == word || (isNumbered && $0.word.first == word.first)
        }
        guard isMark, let found else { return nil }
        return "\(found.word): \(found.summary)"
    }

    /// The verbs that take a parameter of this name, with what each expects.
    private static func parameters(_ name: String) -> [String] {
        var table = TextTable()
        var isFound = false
        for signature in Verbs.catalog.signatures {
            let own = (signature.positional.map { [$0] } ?? []) + signature.parameters
            guard let parameter = own.first(where: { $0.name == name }) else { continue }
            isFound = true
            table.add("  \(signature.name)", VerbHelp.values(parameter), parameter.summary)
        }
        return isFound ? ["\(name): a parameter of", table.text.trimmingLineEnd] : []
    }

    private static func fields(_ name: String) -> [String] {
        guard Field(rawValue: name) != nil else { return [] }
        return [
            "\(name): a field of an image: \"{\(name)}\" in a text, `\(name)` in the condition of a `when`"
        ]
    }
}
