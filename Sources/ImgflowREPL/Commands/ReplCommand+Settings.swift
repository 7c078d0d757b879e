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
            "budget", "what the session may spend: :budget 1.00, :budget none",
            .text("dollars such as 1.00, or none"), run: budget),
        ReplCommand(
            "backend", "who answers: aws or sandbox", .word(["aws", "sandbox"]), run: backend),
        ReplCommand(
            "region", "the Region to call: :region us-east-1", .region, run: region),
        ReplCommand(
            "model", "what a verb goes to: :model upscale fast; its models: :model upscale",
            .model, run: model),
        ReplCommand(
            "images", "how images are shown: :images off, auto, blocks, kitty, iterm or sixel",
            .word(ImageMode.names), run: images),
        ReplCommand("cd", "another folder", .folder, run: changeFolder),
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
                host.budget.map { "the session may spend \($0), and has spent \(host.used)" }
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
        host.say("the session may spend \(dollars)")
    }

    private static func backend(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        guard !rest.isEmpty else { return host.say("\(host.standing) answers") }
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
                ? "from here on AWS answers, and bills"
                : "from here on the sandbox answers, for nothing")
    }

    private static func region(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        let known = host.models.catalogue.regions
        guard rest.isEmpty || rest == "none" || known.contains(rest) else {
            throw Engine.unknownRegion(rest, known)
        }
        host.settings.region = rest.isEmpty || rest == "none" ? nil : rest
        host.say(
            host.settings.region.map { "calls go to \($0) alone" }
                ?? "calls go to where each model lives")
    }

    private static func changeFolder(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        let home = host.console.variable("HOME") ?? "/"
        let rest = rest.filter { $0 != "\"" }
        let isHome = rest.isEmpty || rest == "~" || rest.hasPrefix("~/")
        let place = isHome ? home + rest.dropFirst() : Path.join(host.folder, rest)
        guard FileSystem.kind(place) == .folder else {
            throw CLIError(message: "`\(rest)` is no folder")
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
                    ? "no verb has a model of your own choice: :model generate ultra"
                    : settings.joined(separator: "\n"))
        }
        let models = host.models.choices(of: rest)
        guard !models.isEmpty else {
            let near = NearestName.of(rest, in: host.models.choosers.map(\.name))
            throw CLIError(
                message: "`\(rest)` has no models to choose from",
                hints: near.map { ["did you mean `\($0)`?"] } ?? [])
        }
        for model in models { host.say("  :model \(rest) \(model.text)   \(model.summary)") }
    }
}
