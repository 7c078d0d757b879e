import ImgflowLanguage
import ImgflowPlanner
import ImgflowRuntime
import ImgflowVerbs
import TOMLKit

/// `[defaults.generate]` in config.toml: what a verb's parameters are where neither the stage nor the
/// program says (language.md, section 6).
enum VerbDefaults {
    /// The `set` statements that say the same; nil where there are none.
    static func program(
        _ value: any TOMLValueConvertible, of path: String, _ catalog: Catalog
    ) throws(CLIError) -> SourceText? {
        guard let tables = value.table else {
            throw Configuration.wrong("defaults", "tables such as [defaults.generate]", path)
        }
        var lines: [String] = []
        for verb in tables.keys.sorted() {
            guard let signature = catalog[verb] else {
                throw unknown(
                    verb, "is not a verb (in [defaults.\(verb)])", among: catalog.names,
                    "`imgflow help` lists the verbs", path)
            }
            guard let table = tables[verb]?.table else {
                throw Configuration.wrong(
                    "defaults.\(verb)", "a table: [defaults.\(verb)]", path)
            }
            for name in table.keys.sorted() {
                let names = signature.allParameters.map(\.name)
                guard let parameter = signature.parameter(named: name), let value = table[name]
                else {
                    throw unknown(
                        name, "is not a parameter of `\(verb)` (in [defaults.\(verb)])",
                        among: names, "its parameters are \(List(names, .and))", path)
                }
                guard let text = text(value, quotes: parameter.type.isQuoted) else {
                    throw Configuration.wrong(
                        "defaults.\(verb).\(name)", "text, a number, true or false, or a list", path
                    )
                }
                lines.append("set \(verb) \(name):\(text)")
            }
        }
        guard !lines.isEmpty else { return nil }
        return SourceText(name: "\(path), [defaults]", text: lines.joined(separator: "\n") + "\n")
    }

    private static func unknown(
        _ name: String, _ what: String, among names: [String], _ hint: String, _ path: String
    ) -> CLIError {
        CLIError(
            message: "\(path): `\(name)` \(what)",
            hints: [NearestName.of(name, in: names).map { "did you mean `\($0)`?" } ?? hint])
    }

    /// As a program would write it.
    private static func text(_ value: any TOMLValueConvertible, quotes: Bool) -> String? {
        if let items = value.array {
            let texts = items.compactMap { text($0, quotes: quotes) }
            return texts.count == items.count ? "[\(texts.joined(separator: ", "))]" : nil
        }
        if let truth = value.bool { return "\(truth)" }
        if let number = value.int { return "\(number)" }
        if let number = value.double { return "\(number)" }
        guard let string = value.string else { return nil }
        // `16:9`, `1024x768`, `50%` and words stand without quotes.
        let isBare = string.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "."),
                UInt8(ascii: "%"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return isBare && !string.isEmpty && !quotes ? string : SourceWriter.string(string)
    }
}

extension ValueType {
    /// A string of the language; all else that TOML writes as one is a word, a ratio or a size.
    fileprivate var isQuoted: Bool {
        switch self {
        case .text, .path, .color, .image: true
        case .list(let element, _): element.isQuoted
        case .either(let types): types.contains(where: \.isQuoted)
        default: false
        }
    }
}
