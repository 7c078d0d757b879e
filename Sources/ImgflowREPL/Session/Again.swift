import ImgflowLanguage
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

    enum Problem: Error, CustomStringConvertible {
        case noSeed
        case nothingTakes(Wish)

        var description: String {
            switch self {
            case .noSeed: "nothing of the last line has a seed: say what changes, again text:\"…\""
            case .nothingTakes(let wish):
                wish.verb.map { "no `\($0)` that led to the last result takes `\(wish.name)`" }
                    ?? "no stage that led to the last result takes `\(wish.name)`"
            }
        }
    }

    /// What is to change; nil where the text does not begin with `again`.
    static func wishes(of text: String) -> [Wish]? {
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
                case .parameterName(let parameter):
                    name = parameter
                    continue
                case .word(let word) where name == nil:
                    verb = word
                    continue
                default:
                    // `again "calm sea"`: the words.
                    wishes.append(Wish(verb: verb, name: name ?? "text", value: ""))
                    name = nil
                }
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
        return wishes
    }

    /// The line of a result with other values; without any the next seed.
    static func line(
        _ entry: Entry, _ wishes: [Wish], in session: Session
    ) throws(Problem) -> String {
        var stages = entry.stages
        guard !wishes.isEmpty else {
            while true {
                if let place = stages.lastIndex(where: { !$0.seeds.isEmpty }),
                    let seed = stages[place].seeds.max(),
                    let changed = changed(stages[place].text, .next(behind: seed))
                {
                    stages[place] = EntryStage(text: changed)
                    return text(stages)
                }
                guard let earlier = unfolded(stages, in: session) else { throw .noSeed }
                stages = earlier
            }
        }
        for wish in wishes {
            while true {
                if let place = place(of: wish, in: stages),
                    let changed = changed(stages[place].text, wish)
                {
                    stages[place] = EntryStage(text: changed)
                    break
                }
                guard let earlier = unfolded(stages, in: session) else {
                    throw .nothingTakes(wish)
                }
                stages = earlier
            }
        }
        return text(stages)
    }

    private static func text(_ stages: [EntryStage]) -> String {
        LineText.typed(stages.map(\.text).joined(separator: " | "))
    }

    /// The stage that has the parameter already, else the last that could.
    private static func place(of wish: Wish, in stages: [EntryStage]) -> Int? {
        let takers = stages.indices.filter { place in
            ProgramEdit(stages[place].text).taker(of: wish.name, verb: wish.verb) != nil
        }
        return takers.last { ProgramEdit(stages[$0].text).has(wish.name) }
            ?? takers.last { wish.name == "seed" && !stages[$0].seeds.isEmpty } ?? takers.last
    }

    private static func changed(_ stage: String, _ wish: Wish) -> String? {
        var edit = ProgramEdit(stage)
        guard let (call, _) = edit.taker(of: wish.name, verb: wish.verb) else { return nil }
        edit.set(wish.name, of: call, to: wish.value)
        return edit.text
    }

    /// With the line that made the result which the stages begin with; nil where they begin on their own.
    private static func unfolded(_ stages: [EntryStage], in session: Session) -> [EntryStage]? {
        guard let parent = session.origin(of: stages) else { return nil }
        return parent.stages + stages.dropFirst()
    }
}

extension Again.Wish {
    fileprivate static func next(behind seed: Int) -> Self {
        // Seeds go from 1 to 2147483646 (language.md, section 6).
        Self(verb: nil, name: "seed", value: "\(seed < 2_147_483_646 ? seed + 1 : 1)")
    }
}
