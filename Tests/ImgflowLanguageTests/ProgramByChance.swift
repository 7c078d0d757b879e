/// Programs of every construct, put together by chance with odd blanks, line ends and comments.
/// They can be read; whether they mean anything is another matter.
struct ProgramByChance {
    private var state: UInt64
    private var depth = 0
    private var isInBrackets = false

    init(seed: UInt64) { state = seed }

    private mutating func number(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    mutating func pick(_ items: [String]) -> String { items[number(items.count)] }

    mutating func program() -> String {
        var text = pick(["", "", "imgflow 1\n", "#!/usr/bin/env imgflow\n", "# head\n\n\n"])
        for _ in 0...number(3) {
            text += statement()
            text += pick(["\n", "\n", "\n\n\n", " ;\n", "  # end\n", "\n# between\n\n", "\r\n"])
        }
        return text
    }

    private mutating func statement() -> String {
        switch number(10) {
        case 0: return "param \(name()): \(pick(types))" + pick(["", " = 3", "=\"x\"  \"doc\""])
        case 1: return "use " + pick(["\"a.imgflow\"", "'b.imgflow'"])
        case 2: return "let \(name())\(pick([" = ", "=", " =\n  "]))\(value())"
        case 3: return "let \(name()) = \(pipeline())"
        case 4:
            let parameters = pick([
                "", "a: string", "a: string,b:  word = c",
                "\na: number = 3 \"doc\",\n# why\nb: list",
            ])
            return "def \(name())(\(parameters)) =\(pick([" ", "\n  "]))\(pipeline())"
        case 5: return "set \(pick(["", "generate "]))\(name()):\(value())"
        default: return pipeline()
        }
    }

    private let types = ["string", "number", "file", "list", "image"]

    private mutating func name() -> String { pick(["sky", "a", "long-name", "x2", "größe"]) }

    private mutating func pipeline() -> String {
        depth += 1
        defer { depth -= 1 }
        var text = stage()
        for _ in 0..<number(depth > 3 ? 2 : 4) {
            text += pick([
                " | ", "|", "\n  | ", " |\n", "  # why\n  | ", "\n# own\n\n| ", " | # odd\n",
            ])
            text += stage()
        }
        return text
    }

    private mutating func stage() -> String {
        switch number(depth > 3 ? 6 : 14) {
        case 0: return "$" + name()
        case 1: return "as " + name()
        case 2: return pick(["pick [1,3]", "take  2", "skip 1", "pick 1..3"])
        case 3: return "where " + condition()
        case 6: return "tee " + block()
        case 7: return "fork \(block())\(pick([" ", "\n  ", ""]))\(block())"
        case 8: return "when \(condition()) \(block())" + pick(["", " else \(block())"])
        case 9: return "try \(block())\(pick([" ", "\n"]))else \(block())"
        default: return call()
        }
    }

    private mutating func call() -> String {
        var text = pick(["load", "save", "upscale", "generate", "inpaint"])
        if number(2) == 0 { text += " " + value() }
        for _ in 0..<number(4) {
            text += pick([" ", "  ", " ", "\n    "]) + name() + ":" + value()
        }
        return text
    }

    private mutating func block() -> String {
        "{" + pick([" ", "", "\n", "  # in\n"]) + pipeline() + pick([" ", "", "\n  ", " # out\n"])
            + "}"
    }

    private mutating func condition() -> String {
        let comparison = pick(["<", "<=", ">", ">=", "==", "!="])
        let simple =
            "\(pick(["width", "$most", "index"]))\(pick([" ", ""]))\(comparison) \(pick(["300", "\"x\"", "$a"]))"
        switch number(5) {
        case 0: return "not " + simple
        case 1: return "(\(simple) or $flag)"
        case 2: return simple + " and " + pick(["true", "stem == 'y'"])
        default: return simple
        }
    }

    private mutating func value() -> String {
        switch number(depth > 3 ? 12 : 14) {
        case 0: return "\"text {stem} \\n {{x}}\""
        case 1: return "'raw {x}'"
        case 2: return "\"\"\"\n    long\n      lines\n    \"\"\""
        case 3: return pick(["7", "0.35", "-3", "40%", "512px", "1024x768", "16:9", "1..8"])
        case 4: return pick(["true", "creative", "3d-model"])
        case 5: return "$" + name()
        case 6: return "-"
        case 12:
            depth += 1
            defer { depth -= 1 }
            return "[" + value() + pick([",", " , ", ",\n  ", ", # item\n"]) + "label:" + value()
                + pick(["", ",", "\n"]) + "]"
        case 13:
            return "(" + pick(["", "\n  ", " # first\n"]) + pipeline() + pick(["", "\n"]) + ")"
        default: return pick(["\"a\"", "'a longer text that takes some room on its line'", "3"])
        }
    }
}
