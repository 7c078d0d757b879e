import ImgflowLanguage
import ImgflowRuntime
import ImgflowVerbs

/// `again`, `again text:"calm sea"`, `again inpaint text:"calm sea"`: a line once more, changed in one
/// stage. A stage of an earlier line is put in where this one has none that fits.
enum Again {
    struct Wish: Equatable {
        /// Nil where any stage that takes the parameter will do.
        var verb: String?
        var name: String
        var value: String
    }

    enum Problem: UserFacingError, CustomStringConvertible {
        case noSeed
        case noSeedOf(String)
        case unreadable(String)
        case nothingTakes(Wish)

        var description: String {
            switch self {
            case .noSeed:
                "nothing in the last line has a seed: say what to change, again text:\"…\""
            case .noSeedOf(let verb): "no `\(verb)` that led to the last result has a seed"
            case .unreadable(let text):
                "expected a change, for example again inpaint text:\"calm sea\", found `\(text)`"
            case .nothingTakes(let wish):
                wish.verb.map { "no `\($0)` that led to the last result has `\(wish.name)`" }
                    ?? "no stage that led to the last result has `\(wish.name)`"
            }
        }
    }

    /// What `again …` means now; nil where the text is no `again`.
    static func line(of text: String, in session: Session) throws -> String? {
        try wishes(of: text).map { try line(session.currentResult(), $0, in: session) }
    }

    /// What is to change; nil where the text does not begin with `again`.
    ///
    /// - Throws: Where something stands there that changes nothing.
    static func wishes(of text: String) throws(Problem) -> [Wish]? {
        let source = SourceText(name: "", text: text)
        let tokens = Lexer.tokens(of: source).filter { !$0.isTrivia }
        guard let first = tokens.first, case .word("again") = first.kind else { return nil }
        var verb: String?
        var wishes: [Wish] = []
        var name: String?
        var depth = 0
        for (place, token) in tokens.enumerated().dropFirst() {
            let written = source[token.span]
            if depth == 0 {
                switch token.kind {
                case .parameterName(let parameter) where name == nil:
                    name = parameter
                    continue
                case .word(let word) where name == nil && verb == nil && wishes.isEmpty:
                    verb = word
                    continue
                case .word where name != nil: break
                case .word, .parameterName, .punctuation(.pipe), .punctuation(.semicolon):
                    throw .unreadable(written)
                default: break
                }
                // `again "calm sea"`: the words.
                wishes.append(Wish(verb: verb, name: name ?? "text", value: ""))
                name = nil
            }
            if case .punctuation(let mark) = token.kind {
                switch mark {
                case .openBracket, .openParenthesis: depth += 1
                case .closeBracket, .closeParenthesis: depth -= 1
                default: break
                }
            }
            let gap =
                wishes[wishes.count - 1].value.isEmpty
                    || tokens[place - 1].span.end == token.span.start ? "" : " "
            wishes[wishes.count - 1].value += gap + written
        }
        if let name { throw .unreadable("\(name):") }
        // `again generate`: the next seed of that one.
        if wishes.isEmpty, let verb { wishes = [Wish(verb: verb, name: "seed", value: "")] }
        return wishes
    }

    /// The line of a result with other values; without any the next seed.
    static func line(
        _ entry: Entry, _ wishes: [Wish], in session: Session
    ) throws(Problem) -> String {
        var stages = entry.making
        for wish in wishes.isEmpty ? [Wish(verb: nil, name: "seed", value: "")] : wishes {
            while try !change(&stages, by: wish) {
                guard let parent = session.origin(of: stages) else {
                    guard wish.value.isEmpty else { throw .nothingTakes(wish) }
                    throw wish.verb.map { .noSeedOf($0) } ?? .noSeed
                }
                stages = parent.making + stages.dropFirst()
            }
        }
        return text(stages)
    }

    /// - Returns: False where none of the stages fits.
    private static func change(_ stages: inout [EntryStage], by wish: Wish) throws(Problem) -> Bool
    {
        var wish = wish
        let place: Int?
        if wish.value.isEmpty {
            place = stages.lastIndex { stage in
                !stage.seeds.isEmpty
                    && (wish.verb.map { stage.text == $0 || stage.text.hasPrefix("\($0) ") } ?? true)
            }
            let last = place.flatMap { stages[$0].seeds.max() } ?? 0
            // As far as every living model's seeds go.
            wish.value = "\(last < 4_294_967_294 ? last + 1 : 1)"
        } else {
            place = self.place(of: wish, in: stages)
        }
        guard let place else { return false }
        var edit = ProgramEdit(stages[place].text, Verbs.catalog)
        // A definition has a seed inside, and no word for it.
        guard let (call, _) = edit.taker(of: wish.name, verb: wish.verb) else { throw .noSeed }
        edit.set(wish.name, of: call, to: wish.value)
        stages[place] = EntryStage(text: edit.text)
        return true
    }

    private static func text(_ stages: [EntryStage]) -> String {
        LineText.typed(stages.map(\.text).joined(separator: " | "))
    }

    /// The stage that has the parameter already, else the last that could.
    private static func place(of wish: Wish, in stages: [EntryStage]) -> Int? {
        let takers = stages.indices.filter { place in
            ProgramEdit(stages[place].text, Verbs.catalog).taker(of: wish.name, verb: wish.verb)
                != nil
        }
        return takers.last { ProgramEdit(stages[$0].text, Verbs.catalog).has(wish.name) }
            ?? takers.last { wish.name == "seed" && !stages[$0].seeds.isEmpty } ?? takers.last
    }
}
