import ImgflowLanguage

/// How an image that is kept is made again: stages, and those of the images that they begin with, each written
/// once however long the session is.
package final class HeldRecipe: Sendable {
    /// Greater than those of its parents.
    package let id: Int
    /// `let image1 = …`
    package let lets: [String]
    /// The stages, which may begin with `$held-3` or name it.
    package let line: String
    /// The recipes that it names.
    package let parents: [HeldRecipe]

    package init(id: Int, lets: [String], line: String, parents: [HeldRecipe]) {
        self.id = id
        self.lets = lets
        self.line = line
        self.parents = parents
    }

    static func name(_ id: Int) -> String { "held-\(id)" }
}

/// Recipes of kept images put into the program that begins with them: what is named once stands where it was
/// named, and the rest gets a name before.
struct RecipeWeaver {
    private let recipes: [HeldRecipe]
    private var uses: [String: Int] = [:]
    private var texts: [String: String] = [:]
    private(set) var lines: [String] = []

    /// - Parameter lines: of the program, the last of which is no `let`.
    static func lines(_ lines: [String], beginningWith held: [HeldRecipe]) -> [String] {
        guard !held.isEmpty else { return lines }
        var weaver = RecipeWeaver(held)
        for line in lines { weaver.count(line) }
        for recipe in weaver.recipes {
            for line in recipe.lets + [recipe.line] { weaver.count(line) }
        }
        for recipe in weaver.recipes { weaver.weave(recipe) }
        let own = lines.map { weaver.filled($0, local: "") }
        return numbered(weaver.lines + own)
    }

    private init(_ held: [HeldRecipe]) {
        var all: [Int: HeldRecipe] = [:]
        var open = held
        while let recipe = open.popLast() {
            if all.updateValue(recipe, forKey: recipe.id) == nil { open += recipe.parents }
        }
        recipes = all.values.sorted { $0.id < $1.id }
    }

    private mutating func count(_ line: String) {
        for token in Lexer.tokens(of: SourceText(name: "", text: line)) {
            if case .variable(let name?) = token.kind { uses[name, default: 0] += 1 }
        }
    }

    private mutating func weave(_ recipe: HeldRecipe) {
        let name = HeldRecipe.name(recipe.id)
        lines += recipe.lets.map { filled($0, local: "\(name)-") }
        let line = filled(recipe.line, local: "\(name)-")
        if uses[name, default: 0] > 1 {
            lines.append("let \(name) = \(line)")
        } else {
            texts[name] = line
        }
    }

    /// - Parameter local: what stands before the names of the line's own `let`s.
    private func filled(_ line: String, local: String) -> String {
        let source = SourceText(name: "", text: line)
        var before: Token.Kind?
        var result = ""
        for token in Lexer.tokens(of: source) {
            switch token.kind {
            case .variable(let name?):
                if let text = texts[name] {
                    result += Self.beginsPipeline(behind: before) ? text : "(\(text))"
                } else {
                    result += name.hasPrefix("held-") ? "$\(name)" : "$\(local)\(name)"
                }
            case .word(let name) where before == .word("let"): result += local + name
            default: result += source[token.span]
            }
            if !token.isTrivia { before = token.kind }
        }
        return result
    }

    private static func beginsPipeline(behind kind: Token.Kind?) -> Bool {
        switch kind {
        case nil, .punctuation(.equal)?, .punctuation(.openBrace)?,
            .punctuation(.openParenthesis)?:
            true
        default: false
        }
    }

    /// The names in their order: `image1`, `image2`.
    private static func numbered(_ lines: [String]) -> [String] {
        var names: [String: String] = [:]
        return lines.map { line in
            let source = SourceText(name: "", text: line)
            var before: Token.Kind?
            return Lexer.tokens(of: source).map { token in
                defer { if !token.isTrivia { before = token.kind } }
                switch token.kind {
                case .word(let name) where before == .word("let"):
                    names[name] = "image\(names.count + 1)"
                    return names[name] ?? name
                case .variable(let name?): return "$\(names[name] ?? name)"
                default: return source[token.span]
                }
            }.joined()
        }
    }
}
