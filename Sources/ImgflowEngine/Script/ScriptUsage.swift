package import ImgflowLanguage

/// How a script is called.
package enum ScriptUsage {
    package static func line(_ interface: ScriptInterface, name: String) -> String {
        var words = [command(name)]
        words += interface.positionals.map { $0.type == .files ? "<\($0.name)> …" : "<\($0.name)>" }
        words += interface.flags.map { parameter in
            parameter.type == .truth
                ? "[--\(parameter.name)]" : "[--\(parameter.name) <\(parameter.type.rawValue)>]"
        }
        return words.joined(separator: " ")
    }

    /// As the user calls it.
    package static func command(_ name: String) -> String {
        switch name {
        case "-c": "imgflow -c …"
        case "standard input": "imgflow -"
        default: name.hasPrefix("./") || name.hasPrefix("/") ? name : "imgflow \(name)"
        }
    }
}
