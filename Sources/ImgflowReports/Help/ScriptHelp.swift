package import ImgflowEngine
import ImgflowLanguage
import ImgflowTerminal

/// The help page of a script, from its head and its `param` statements.
package enum ScriptHelp {
    package static func page(_ script: ScriptCall) -> String {
        let interface = script.interface
        var text = ""
        let summary = interface.summary.filter { !$0.isEmpty }
        if !summary.isEmpty { text += summary.joined(separator: "\n") + "\n\n" }
        text += "USAGE: \(ScriptUsage.line(interface, name: script.source.name))\n"
        text += section("ARGUMENTS", interface.positionals) { "<\($0.name)>" }
        text += section("OPTIONS", interface.flags) { parameter in
            parameter.type == .truth
                ? "--\(parameter.name)" : "--\(parameter.name) <\(parameter.type.rawValue)>"
        }
        text += """

            Also: --dry-run, --yes, --budget <dollars>, --backend sandbox, and the other options
            of imgflow; see `imgflow help run`. `imgflow plan` shows the price before anything is paid.

            """
        return text
    }

    private static func section(
        _ title: String, _ parameters: [ScriptInterface.Parameter],
        _ name: (ScriptInterface.Parameter) -> String
    ) -> String {
        guard !parameters.isEmpty else { return "" }
        var table = TextTable()
        for parameter in parameters {
            let words = [
                parameter.summary ?? parameter.type.expectation,
                parameter.defaultText.map { "(default \(Preview($0)))" },
            ]
            table.add(name(parameter), words.compactMap(\.self).joined(separator: " "))
        }
        return "\n\(title):\n\(table.text)"
    }
}
