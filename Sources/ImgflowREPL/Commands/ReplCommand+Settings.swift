import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowReports
import ImgflowRuntime
import ImgflowTerminal
import ImgflowVerbs

/// Commands that change how the session goes on.
extension ReplCommand {
    static let settings: [ReplCommand] = [
        ReplCommand(
            "budget", "limit the session's spending: :budget 1.00, :budget none",
            .text("dollars such as 1.00, or none"), run: budget),
        ReplCommand(
            "always",
            "show or reset what needs no confirmation; :always none, :always none upscale",
            .text("none, or none and a verb"), run: always),
        ReplCommand(
            "backend", "choose the backend: aws or sandbox", .word(["aws", "sandbox"]), run: backend
        ),
        ReplCommand(
            "region", "choose the Region: :region us-east-1", .region, run: region),
        ReplCommand(
            "model", "choose a verb's model: :model upscale fast; list its models: :model upscale",
            .model, run: model),
        ReplCommand(
            "images",
            "choose how images are shown: :images off, auto, blocks, kitty, iterm, or sixel",
            .word(ImageMode.names), run: images),
        ReplCommand("cd", "change the folder", .folder, run: changeFolder),
    ]

    private static func images(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        guard !rest.isEmpty else {
            return host.say("images: \(host.painter.mode?.name ?? "off")")
        }
        guard let mode = ImageMode(name: rest) else {
            let names = ImageMode.names.map { "`\($0)`" }.joined(separator: ", ")
            throw CLIError(message: "expected \(names), found `\(rest)`")
        }
        host.painter.mode = mode
        host.say("images: \(mode.name)")
    }

    private static func budget(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        guard !rest.isEmpty else {
            return host.say(
                host.budget.map { "the session budget is \($0), \(host.used) of it spent" }
                    ?? "no budget is set: :budget 1.00")
        }
        if rest == "none" {
            host.budget = nil
            return host.say("no budget is set")
        }
        let text = rest.hasPrefix("$") ? String(rest.dropFirst()) : rest
        guard let dollars = Dollars(text: text) else {
            throw CLIError(message: "expected dollars such as 1.00, found `\(rest)`")
        }
        host.budget = dollars
        host.say("the session budget is \(dollars)")
    }

    private static func always(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        let words = rest.split(separator: " ").map(String.init)
        guard !words.isEmpty else {
            return host.say(
                host.always.text.map { "not confirmed again: \($0)" }
                    ?? "everything above the threshold is confirmed: answer `always` to change that"
            )
        }
        guard words[0] == "none", words.count <= 2 else {
            throw CLIError(message: "expected `none`, or `none` and a verb, found `\(rest)`")
        }
        let verb = words.count > 1 ? words[1] : nil
        guard host.always.takeBack(verb) else {
            let verbs = host.always.limits.keys.sorted().map { "`\($0)`" }
            throw CLIError(
                message: "`\(words[1])` is already confirmed each time",
                hints: verbs.isEmpty
                    ? [] : ["not confirmed again: \(verbs.joined(separator: ", "))"])
        }
        host.say(
            host.always.text.map { "not confirmed again: \($0)" }
                ?? "everything above the threshold is confirmed again")
    }

    private static func backend(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        guard !rest.isEmpty else { return host.say("backend: \(host.standing)") }
        guard ["aws", "sandbox"].contains(rest) else {
            throw CLIError(message: "expected `aws` or `sandbox`, found `\(rest)`")
        }
        var settings = host.settings
        settings.backend = rest
        // An address is AWS's stand-in: the sandbox in this process has none.
        if rest == "sandbox" { settings.endpointURL = nil }
        _ = try Engine(settings, host.console)
        host.settings = settings
        host.say(
            rest == "aws"
                ? "backend: AWS; calls are billed"
                : "backend: sandbox; nothing is billed")
    }

    private static func region(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        let known = host.models.catalog.regions
        guard rest.isEmpty || rest == "none" || known.contains(rest) else {
            throw Engine.unknownRegion(rest, known)
        }
        host.settings.region = rest.isEmpty || rest == "none" ? nil : rest
        host.say(
            host.settings.region.map { "calls use \($0) only" }
                ?? "calls use a Region where each model is available")
    }

    private static func changeFolder(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        let home = host.console.variable("HOME") ?? "/"
        let rest = rest.filter { $0 != "\"" }
        let isHome = rest.isEmpty || rest == "~" || rest.hasPrefix("~/")
        let place = isHome ? home + rest.dropFirst() : Path.join(host.folder, rest)
        guard FileSystem.kind(place) == .folder else {
            throw CLIError(message: "`\(rest)` is not a folder")
        }
        host.console.folder = Path.resolved(place, in: "/")
        host.say(host.console.folder)
    }

    // MARK: Models

    /// `:model`, `:model upscale`: what there is to choose from.
    private static func model(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        guard !rest.isEmpty else {
            let settings = session.settings
            return host.say(
                settings.isEmpty
                    ? "no model is chosen: :model generate ultra"
                    : settings.joined(separator: "\n"))
        }
        let models = host.models.choices(of: rest)
        guard !models.isEmpty else {
            let near = NearestName.of(rest, in: host.models.choosers.map(\.name))
            throw CLIError(
                message: "`\(rest)` has no choice of models",
                hints: near.map { ["did you mean `\($0)`?"] } ?? [])
        }
        for model in models { host.say("  :model \(rest) \(model.text)   \(model.summary)") }
    }
}
