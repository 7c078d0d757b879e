import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowREPL
import ImgflowReports
import ImgflowRuntime
import ImgflowVerbs

/// `imgflow.1`: commands and options from the command line's own parser, verbs and words from the
/// catalogue, models from their cards. Written in mdoc(7).
struct ManualPage {
    private let commandLine: CommandLineDescription

    init(_ commandLine: CommandLineDescription) { self.commandLine = commandLine }

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
        .Dl \(Self.code(#"load "a.png" | inpaint mask:"sky" text:"storm" | upscale creative | save"#))
        .Pp
        It is checked whole, planned with its price, and only then run.
        Pictures and paths go to standard output, all else to standard error.
        Answers that were paid for are kept, and never paid for twice.
        .Sh COMMANDS

        """ + commands + """
            .Sh THE PROMPT
            Alone on a terminal
            .Nm
            is a prompt, with the keys of libedit and of the user's
            .Xr editrc 5 .
            Each line is a program or goes on from the last result; each result has a number.
            Commands begin with a colon:
            .Bl -tag -width indent

            """ + Self.prompt + """
                .El
                .Sh LANGUAGE
                .Ss Verbs

                """ + Self.verbs + """
                .Ss Words

                """ + Self.words + """
                .Sh MODELS

                """ + Self.models + """
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
                tells of each verb, word, message and command.

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

    private static var verbs: String {
        ".Bl -tag -width indent\n"
            + Verbs.catalogue.signatures.map { signature in
                let parameters = signature.allParameters.map(\.name).joined(separator: ", ")
                return item(
                    ".Ic", signature.name,
                    signature.summary + (signature.isPaid ? " (paid)" : "")
                        + (parameters.isEmpty ? "" : ": \(parameters)"))
            }.joined() + ".El\n"
    }

    private static var prompt: String {
        ReplCommand.names.map { item(".Ic", ":\($0.name)", $0.summary) }.joined()
    }

    private static var words: String {
        ".Bl -tag -width indent\n"
            + WordPage.all.map { item(".Ic", $0.word, $0.summary) }.joined() + ".El\n"
    }

    private static var models: String {
        ".Bl -tag -width indent\n"
            + Models.all.map { model in
                item(
                    "", model.card.name,
                    "\(model.card.title): \(model.card.does); \(model.card.price.amount) a picture")
            }.joined() + ".El\n"
    }

    private static let environment = [
        (
            "IMGFLOW_BACKEND",
            "where calls go: aws, or sandbox for a server on this machine that bills nothing"
        ),
        (
            "IMGFLOW_GRACE",
            "seconds that a run that is to end waits for calls that are on their way; 90"
        ),
        (
            "IMGFLOW_IMAGES",
            "how images are shown on the terminal: off, auto, blocks, kitty, iterm, sixel; auto"
        ),
        ("IMGFLOW_STORE", "the folder that answers are kept in"),
        ("NO_COLOR", "where it is set, messages have no colours"),
        ("XDG_CONFIG_HOME", "imgflow/config.toml there says what the user knows of models better"),
        ("XDG_DATA_HOME", "imgflow/answers there holds the answers"),
        ("XDG_STATE_HOME", "imgflow there holds the ledger, and the prompt's history"),
        ("VISUAL, EDITOR", "the editor that Ctrl-X Ctrl-E takes a line of the prompt to"),
        ("AWS_PROFILE, AWS_REGION, AWS_ACCESS_KEY_ID, …", "read as AWS's own tools read them"),
    ]

    private static var variables: String {
        environment.map { item(".Ev", $0.0, $0.1) }.joined()
    }

    private static var statuses: String {
        ExitStatus.allCases.map { item("", "\($0.rawValue)", $0.meaning) }.joined()
    }

    private static var examples: String {
        Verbs.catalogue.signatures.filter(\.isPaid).prefix(4).flatMap(\.examples)
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
        return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
    }
}
