import Foundation
import ImgflowLanguage
import Testing

/// `grammar/imgflow.ebnf` is what the parser reads: programs are made from it by chance.
struct GrammarTests {
    private indirect enum Rule {
        case terminal(String)
        case name(String)
        case sequence([Rule])
        case choice([Rule])
        case option(Rule)
        case repetition(Rule)
    }

    /// Reads ISO 14977 as far as the file uses it.
    private struct Reader {
        private var tokens: [String]
        private var index = 0

        init(_ text: String) {
            let bare = text.replacing(/\(\*(?s:.*?)\*\)/, with: "")
            tokens = bare.matches(of: /"[^"]*"|[A-Za-z-]+|[=,;|\[\]{}()]/).map { String($0.output) }
        }

        mutating func rules() throws -> [String: Rule] {
            var rules: [String: Rule] = [:]
            while index < tokens.count {
                let name = tokens[index]
                try #require(tokens[index + 1] == "=")
                index += 2
                rules[name] = try choice()
                try #require(tokens[index] == ";", "\(name)")
                index += 1
            }
            return rules
        }

        private mutating func choice() throws -> Rule {
            var all = [try sequence()]
            while tokens[index] == "|" {
                index += 1
                all.append(try sequence())
            }
            return all.count == 1 ? all[0] : .choice(all)
        }

        private mutating func sequence() throws -> Rule {
            var all = [try factor()]
            while tokens[index] == "," {
                index += 1
                all.append(try factor())
            }
            return all.count == 1 ? all[0] : .sequence(all)
        }

        private mutating func factor() throws -> Rule {
            let token = tokens[index]
            index += 1
            let brackets = ["(": ")", "[": "]", "{": "}"]
            if let closing = brackets[token] {
                let inner = try choice()
                try #require(tokens[index] == closing)
                index += 1
                return token == "(" ? inner : token == "[" ? .option(inner) : .repetition(inner)
            }
            return token.hasPrefix("\"")
                ? .terminal(String(token.dropFirst().dropLast())) : .name(token)
        }
    }

    private struct Writer {
        let rules: [String: Rule]
        var state: UInt64
        var used: Set<String> = []
        var text = ""
        private var depth = 0

        init(rules: [String: Rule], seed: UInt64) {
            self.rules = rules
            state = seed
        }

        private mutating func number(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }

        private static let tokens: [String: [String]] = [
            "END": ["\n", " ;"], "NAME": ["sky", "long-name"],
            "VERB": ["load", "upscale", "my-verb"],
            "FIELD": ["width", "stem"], "NAMED": ["text:", "mask:"], "VARIABLE": ["$sky"],
            "PART": ["$sky.width", "$.height"],
            "WORD": ["creative", "3d-model"],
            "STRING": ["\"a {stem}\"", "'raw'", "\"\"\"\n  x\n  \"\"\""],
            "PATH": ["\"brand.imgflow\""], "INTEGER": ["7"], "NUMBER": ["0.35"], "PERCENT": ["40%"],
            "PIXELS": ["512px"], "SIZE": ["1024x768", "210mmx297mm"],
            "LENGTH": ["12.5mm", "8.5in"], "BYTES": ["300kB"], "RATIO": ["16:9"], "RANGE": ["1..8"],
            "STREAM": ["-"],
        ]

        mutating func write(_ name: String) throws {
            used.insert(name)
            if let samples = Self.tokens[name] {
                text += samples[number(samples.count)] + (name == "NAMED" ? "" : " ")
                return
            }
            depth += 1
            defer { depth -= 1 }
            try write(#require(rules[name], "\(name) is not defined"))
        }

        private mutating func write(_ rule: Rule) throws {
            switch rule {
            case .terminal(let word): text += word + " "
            case .name(let name): try write(name)
            case .sequence(let all): for one in all { try write(one) }
            case .choice(let all): try write(all[number(depth > 9 ? 1 : all.count)])
            case .option(let inner): if number(2) == 0, depth < 12 { try write(inner) }
            case .repetition(let inner):
                guard depth < 12 else { return }
                for _ in 0..<number(3) { try write(inner) }
            }
        }
    }

    private static func grammar() throws -> [String: Rule] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "grammar/imgflow.ebnf")
        var reader = Reader(try String(contentsOf: file, encoding: .utf8))
        return try reader.rules()
    }

    @Test func whatTheGrammarSaysIsRead() throws {
        let rules = try Self.grammar()
        var used: Set<String> = []
        for seed in 0..<3_000 {
            var writer = Writer(rules: rules, seed: UInt64(seed) &* 7_919 &+ 3)
            try writer.write("program")
            used.formUnion(writer.used)
            let parsed = Parser.parse(SourceText(name: "t", text: writer.text))
            #expect(!parsed.hasErrors, "\(parsed.diagnostics.map(\.message)) \(writer.text)")
        }
        #expect(Set(rules.keys).isSubset(of: used))
    }

    @Test func itsTypesAreTheLanguages() throws {
        guard case .choice(let types)? = try Self.grammar()["type"] else {
            Issue.record("no types")
            return
        }
        let names = types.compactMap { if case .terminal(let name) = $0 { name } else { nil } }
        #expect(names == DeclaredType.names)
    }
}
