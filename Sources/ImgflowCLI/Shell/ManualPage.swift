import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowREPL
import ImgflowReports
import ImgflowRuntime
import ImgflowVerbs

/// `imgflow.1`: commands and options from the command line's own parser, verbs and words from the
/// catalog, models from their cards. Written in mdoc(7).
struct ManualPage {
    private let commandLine: CommandLineDescription
    private let models: ModelCatalog
    private let today: CalendarDate

    init(_ commandLine: CommandLineDescription, _ models: ModelCatalog, on today: CalendarDate) {
        self.commandLine = commandLine
        self.models = models
        self.today = today
    }

    var text: String {
        """
        .\\" Made by `imgflow manual`.
        .Dd $Mdocdate$
        .Dt IMGFLOW 1
        .Os
        .Sh NAME
        .Nm imgflow
        .Nd a small pipeline language for image workflows on Amazon Bedrock
        .Sh SYNOPSIS
        .Nm
        .Nm
        .Ar file
        .Op Ar options
        .Op Ar arguments of the script
        .Nm
        .Fl c Ar program
        .Op Ar options
        .Nm
        .Ar command
        .Op Ar options
        .Sh DESCRIPTION
        A program is a pipeline of verbs:
        .Pp
        .Dl \(Self.code(#"load "a.png" | inpaint mask:"sky" text:"storm" | upscale fast | save"#))
        .Pp
        It is checked, planned with its price, and then run.
        Paths of saved files, or an image that is saved to `-`, go to standard output, everything else to standard error.
        Paid results are cached, so that nothing is paid for twice.
        .Sh COMMANDS

        """ + commands + """
            .Sh THE PROMPT
            Without arguments in a terminal,
            .Nm
            starts a prompt, with the keys of libedit and of the user's
            .Xr editrc 5 .
            Each line is a program or continues from the last result; each result has a number.
            Commands start with a colon:
            .Bl -tag -width indent

            """ + Self.prompt + """
                .El
                .Sh LANGUAGE
                """ + verbs + """
                .Ss Words

                """ + Self.words + """
                .Sh MODELS

                """ + modelList + """
                .Sh ENVIRONMENT
                .Bl -tag -width indent

                """ + Self.variables + """
                .El
                .Sh EXIT STATUS
                .Bl -tag -width indent

                """
            + Self.statuses + """
                .El
                .Sh EXAMPLES

                """ + Self.examples + """
                .Sh SEE ALSO
                .Ql imgflow help Ar topic
                describes each verb, word, message, and command.

                """
    }

    private var commands: String {
        commandLine.commands.map { command in
            let shown = command.shownOptions.filter {
                !["--help", "--version"].contains($0.spellings.last)
            }
            var text =
                ".Ss \(Self.code(command.commandName))\n\(Self.code(command.abstract ?? ""))\n"
            guard !shown.isEmpty else { return text }
            text += ".Bl -tag -width indent\n"
            for option in shown {
                let names = option.spellings.map { "Fl \($0.dropFirst())" }.joined(separator: " , ")
                let value = option.takesValue ? " Ar \(Self.code(option.valueName ?? "value"))" : ""
                text += ".It \(names)\(value)\n\(Self.code(option.abstract ?? ""))\n"
            }
            return text + ".El\n"
        }.joined()
    }

    /// By groups, each verb with its price and its own parameters; what most paid verbs share is
    /// described once.
    private var verbs: String {
        let prices = Verbs.prices(of: models, on: today)
        let shared = Set(Common.options.map(\.name))
        let groups = Signature.Group.allCases.map { group in
            let items = Verbs.catalog.signatures.filter { $0.group == group }.map { signature in
                let parameters = signature.allParameters.map(\.name)
                    .filter { !(signature.isPaid && shared.contains($0)) }
                    .joined(separator: ", ")
                let price = prices[signature.name].map { " (\($0))" } ?? ""
                return Self.item(
                    ".Ic", signature.name,
                    signature.summary + price + (parameters.isEmpty ? "" : ": \(parameters)"))
            }
            return Self.list("Verbs: \(group.title.lowercased())", items)
        }
        let common = Common.options.map { Self.item(".Ic", "\($0.name):", $0.summary) }
        return groups.joined() + Self.list("Common options of paid verbs", common)
    }

    private static func list(_ title: String, _ items: [String]) -> String {
        ".Ss \(title.prefix(1).uppercased() + title.dropFirst())\n.Bl -tag -width indent\n"
            + items.joined() + ".El\n"
    }

    private static var prompt: String {
        ReplCommand.names.map { item(".Ic", ":\($0.name)", $0.summary) }.joined()
    }

    private static var words: String {
        ".Bl -tag -width indent\n"
            + WordPage.all.map { item(".Ic", $0.word, $0.summary) }.joined() + ".El\n"
    }

    private var modelList: String {
        ".Bl -tag -width indent\n"
            + models.entries.map(\.card).map { card in
                Self.item(
                    "", card.name, "\(card.title): \(card.does); \(card.price.amount) per image")
            }.joined() + ".El\n"
    }

    private static let environment = [
        (
            "IMGFLOW_BACKEND",
            "backend to use: aws, or sandbox, which runs on this machine and bills nothing"
        ),
        (
            "IMGFLOW_GRACE",
            "seconds that an ending run waits for calls in flight; default 90"
        ),
        (
            "IMGFLOW_IMAGES",
            "how images are shown in the terminal: off, auto, blocks, kitty, iterm, sixel; default auto"
        ),
        ("IMGFLOW_STORE", "folder for cached results"),
        ("NO_COLOR", "if set, messages have no colors"),
        ("XDG_CONFIG_HOME", "contains imgflow/config.toml, with settings and facts about models"),
        ("XDG_DATA_HOME", "contains imgflow/answers, the cached results"),
        ("XDG_STATE_HOME", "contains imgflow, with the ledger and the prompt's history"),
        ("VISUAL, EDITOR", "editor for Ctrl-X Ctrl-E at the prompt"),
        ("AWS_PROFILE, AWS_REGION, AWS_ACCESS_KEY_ID, …", "same meaning as for AWS's own tools"),
    ]

    private static var variables: String {
        environment.map { item(".Ev", $0.0, $0.1) }.joined()
    }

    private static var statuses: String {
        ExitStatus.allCases.map { item("", "\($0.rawValue)", $0.meaning) }.joined()
    }

    private static var examples: String {
        Verbs.catalog.signatures.filter(\.isPaid).prefix(4).flatMap(\.examples)
            .map { ".Dl \(code("imgflow -c '\($0.program)'"))\n" }.joined()
    }

    private static func item(_ macro: String, _ name: String, _ text: String) -> String {
        let name = code(name)
        return ".It \(macro.isEmpty ? name : "\(macro.dropFirst()) \(name)")\n\(code(text))\n"
    }

    /// Text in which nothing is a macro or an escape.
    private static func code(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\e").replacing("\"", with: "\\(dq")
            .replacing("'", with: "\\(aq").replacing("`", with: "\\(ga").replacing("-", with: "\\-")
            // mdoc(7) wants each sentence on a line of its own.
            .replacing(". ", with: ".\n")
        return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
    }
}
