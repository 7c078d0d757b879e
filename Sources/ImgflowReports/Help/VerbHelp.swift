package import ImgflowLanguage
import ImgflowTerminal

/// A verb's page, from its signature.
package enum VerbHelp {
    package static func list(_ catalogue: Catalogue) -> String {
        var table = TextTable()
        for signature in catalogue.signatures {
            table.add(signature.name, signature.summary + (signature.isPaid ? " (paid)" : ""))
        }
        return
            "VERBS:\n\(table.text)\n  See `imgflow help <verb>` for its parameters and examples.\n"
    }

    package static func page(_ signature: Signature) -> String {
        var text = "\(signature.name): \(signature.summary)\n\n"
        text += "  \(usage(signature))\n"
        if !signature.allParameters.isEmpty {
            var table = TextTable()
            for parameter in signature.allParameters {
                let name =
                    parameter.name == signature.positional?.name
                    ? "[\(parameter.name):]" : "\(parameter.name):"
                let extra = [
                    parameter.isRequired ? "required" : nil,
                    parameter.defaultText.map { "default \($0)" },
                ].compactMap(\.self)
                table.add(
                    name, values(parameter.type),
                    parameter.summary + (extra.isEmpty ? "" : " (\(extra.joined(separator: ", ")))")
                )
            }
            text += "\nPARAMETERS:\n\(table.text)"
        }
        text += "\nEXAMPLES:\n"
        for example in signature.examples {
            text += "  # \(example.meaning)\n  \(example.program)\n"
        }
        return text
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
        case .length: "pixels"
        case .size: "size"
        case .ratio: "ratio"
        case .word: "word"
        case .truth: "true|false"
        case .color: "color"
        case .path: "path"
        case .standardStream: "-"
        case .image: "image"
        case .list, .switches: "list"
        case .either(let types): types.map(noun).joined(separator: "|")
        }
    }

    private static func values(_ type: ValueType) -> String {
        switch type {
        case .integer(let range): "\(range.lowerBound)..\(range.upperBound)"
        case .number(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .word(let words) where words.count <= 5: words.joined(separator: "|")
        case .word(let words): words.prefix(4).joined(separator: "|") + "|… (\(words.count) words)"
        case .ratio: "16:9"
        case .size: "1024x768"
        case .length: "512, 512px or 50%"
        case .color: "\"#2e8b57\""
        case .switches(let names, let states):
            "[\(names.joined(separator: ", "))], each alone or with :\(states.joined(separator: "|"))"
        case .either(let types): types.map(values).joined(separator: " or ")
        default: noun(type)
        }
    }
}
