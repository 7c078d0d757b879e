package import ImgflowLanguage
import ImgflowTerminal
import ImgflowVerbs

/// The page of a verb, from its signature.
package enum VerbHelp {
    /// The name of the page that describes the options most paid verbs share.
    package static let commonTopic = "common-options"

    package static func page(_ signature: Signature) -> String {
        var text = "\(signature.name): \(signature.summary)\n\n"
        text += "  \(usage(signature))\n"
        text += "\nEXAMPLES:\n"
        for example in signature.examples {
            text += "  # \(example.meaning)\n  \(example.program)\n"
        }
        let own = signature.allParameters.filter { !isCommon($0) }
        if !own.isEmpty {
            text += "\nPARAMETERS:\n" + table(own, positional: signature.positional?.name)
        }
        let common = signature.allParameters.filter(isCommon)
        if !common.isEmpty {
            text += "\nCOMMON OPTIONS: \(common.map { "\($0.name):" }.joined(separator: ", "))\n"
            text += "  See `imgflow help \(commonTopic)`.\n"
        }
        return text
    }

    /// What most paid verbs share, described once.
    package static var commonOptions: String {
        "\(commonTopic): parameters that most paid verbs share\n\n"
            + table(Common.options, positional: nil)
    }

    private static func isCommon(_ parameter: Parameter) -> Bool {
        Common.options.contains {
            $0.name == parameter.name && $0.summary == parameter.summary
        }
    }

    private static func table(_ parameters: [Parameter], positional: String?) -> String {
        var table = TextTable()
        for parameter in parameters {
            let name =
                parameter.name == positional ? "[\(parameter.name):]" : "\(parameter.name):"
            let extra = [
                parameter.isRequired ? "required" : nil,
                parameter.defaultText.map { "default \($0)" },
            ].compactMap(\.self)
            table.add(
                name, values(parameter),
                parameter.summary + (extra.isEmpty ? "" : " (\(extra.joined(separator: ", ")))"))
        }
        return table.text
    }

    /// What a parameter takes and does, on one line.
    package static func line(_ parameter: Parameter) -> String {
        let extra = [
            values(parameter), parameter.isRequired ? "required" : nil,
            parameter.defaultText.map { "default \($0)" },
        ].compactMap(\.self)
        return "\(parameter.summary) (\(extra.joined(separator: ", ")))"
    }

    private static func usage(_ signature: Signature) -> String {
        let before =
            switch signature.intake {
            case .image: "… | "
            case .imageOrNothing: "[… |] "
            case .nothing: ""
            }
        var words = [before + signature.name]
        if let positional = signature.positional {
            words.append(positional.isRequired ? "<\(positional.name)>" : "[\(positional.name)]")
        }
        words += signature.parameters.filter(\.isRequired).map { "\($0.name):<\(noun($0.type))>" }
        if signature.parameters.contains(where: { !$0.isRequired }) {
            words.append("[name:value …]")
        }
        return words.joined(separator: " ")
    }

    private static func noun(_ type: ValueType) -> String {
        switch type {
        case .text: "text"
        case .integer, .number: "number"
        case .length, .pixels: "pixels"
        case .bytes: "bytes"
        case .size: "size"
        case .ratio: "ratio"
        case .word: "word"
        case .name: "name"
        case .truth: "true|false"
        case .color: "color"
        case .path: "path"
        case .standardStream: "-"
        case .image: "image"
        case .list, .switches: "list"
        case .either(let types): types.map(noun).joined(separator: "|")
        }
    }

    /// Few words for what a parameter accepts.
    package static func values(_ parameter: Parameter) -> String {
        values(parameter.type, of: parameter.name)
    }

    private static func values(_ type: ValueType, of name: String) -> String {
        switch type {
        case .integer(let range), .pixels(let range): "\(range.lowerBound)..\(range.upperBound)"
        case .number(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .word(let words) where words.count <= ValuesPage.inline:
            words.joined(separator: "|")
        case .word(let words):
            "\(words[0])|… (\(words.count): `imgflow help \(ValuesPage.topic(name))`)"
        case .ratio: "16:9"
        case .size: "1024x768"
        case .length: "512, 512px or 50%"
        case .bytes: "300kB or 2MB"
        case .color: "\"#2e8b57\""
        case .switches(let names, let states):
            "[\(names.joined(separator: ", "))], each alone or with :\(states.joined(separator: "|"))"
        case .either(let types): types.map { values($0, of: name) }.joined(separator: " or ")
        default: noun(type)
        }
    }
}
