import ImgflowLanguage
import ImgflowModels
import ImgflowREPL
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
            "region", "the Region to call: :region us-east-1", .word(Models.regions), run: region),
        ReplCommand(
            "model", "what a verb goes to: :model upscale fast; its models: :model upscale",
            .model, run: model),
        ReplCommand(
            "images", "how images are shown: :images off, auto, blocks, kitty, iterm or sixel",
            .word(ImageMode.names), run: images),
        ReplCommand("cd", "another folder", .folder, run: changeFolder),
    ]

    private static func images(_ shop: ReplHost, _ rest: String, _ session: Session) throws {
        guard !rest.isEmpty else {
            return shop.say("images: \(shop.painter.mode?.name ?? "off")")
        }
        guard let mode = ImageMode(name: rest) else {
            let names = ImageMode.names.map { "`\($0)`" }.joined(separator: ", ")
            throw CLIError(message: "expected \(names), found `\(rest)`")
        }
        shop.painter.mode = mode
        shop.say("images: \(mode.name)")
    }

    private static func budget(_ shop: ReplHost, _ rest: String, _ session: Session) throws {
        guard !rest.isEmpty else {
            return shop.say(
                shop.budget.map { "the session may spend \($0), and has spent \(shop.used)" }
                    ?? "no budget is set: :budget 1.00")
        }
        if rest == "none" {
            shop.budget = nil
            return shop.say("no budget is set")
        }
        let text = rest.hasPrefix("$") ? String(rest.dropFirst()) : rest
        guard let dollars = Dollars(text: text) else {
            throw CLIError(message: "expected dollars such as 1.00, found `\(rest)`")
        }
        shop.budget = dollars
        shop.say("the session may spend \(dollars)")
    }

    private static func backend(_ shop: ReplHost, _ rest: String, _ session: Session) throws {
        guard !rest.isEmpty else { return shop.say("\(shop.standing) answers") }
        guard ["aws", "sandbox"].contains(rest) else {
            throw CLIError(message: "expected `aws` or `sandbox`, found `\(rest)`")
        }
        var options = shop.options
        options.backend = rest
        // An address is AWS's stand-in: the sandbox in this process has none.
        if rest == "sandbox" { options.endpointUrl = nil }
        _ = try Engine(options, shop.console)
        shop.options = options
        shop.say(
            rest == "aws"
                ? "from here on AWS answers, and bills"
                : "from here on the sandbox answers, for nothing")
    }

    private static func region(_ shop: ReplHost, _ rest: String, _ session: Session) throws {
        guard rest.isEmpty || rest == "none" || Models.regions.contains(rest) else {
            let near = NearestName.of(rest, in: Models.regions)
            throw CLIError(
                message: "no model lives in `\(rest)`",
                hints: [
                    near.map { "did you mean `\($0)`?" }
                        ?? "the Regions are \(Models.regions.joined(separator: ", "))"
                ])
        }
        shop.options.region = rest.isEmpty || rest == "none" ? nil : rest
        shop.say(
            shop.options.region.map { "calls go to \($0) alone" }
                ?? "calls go to where each model lives")
    }

    private static func changeFolder(_ shop: ReplHost, _ rest: String, _ session: Session) throws {
        let home = shop.console.variable("HOME") ?? "/"
        let rest = rest.filter { $0 != "\"" }
        let isHome = rest.isEmpty || rest == "~" || rest.hasPrefix("~/")
        let place = isHome ? home + rest.dropFirst() : Path.join(shop.folder, rest)
        guard FileSystem.kind(place) == .folder else {
            throw CLIError(message: "`\(rest)` is no folder")
        }
        shop.console.folder = Path.resolved(place, in: "/")
        shop.say(shop.console.folder)
    }

    // MARK: Models

    /// `:model`, `:model upscale`: what there is to choose from.
    private static func model(_ shop: ReplHost, _ rest: String, _ session: Session) throws {
        guard !rest.isEmpty else {
            let settings = session.settings
            return shop.say(
                settings.isEmpty
                    ? "no verb has a model of your own choice: :model generate ultra"
                    : settings.joined(separator: "\n"))
        }
        let models = models(of: rest)
        guard !models.isEmpty else {
            let near = NearestName.of(rest, in: choosers.map(\.name))
            throw CLIError(
                message: "`\(rest)` has no models to choose from",
                hints: near.map { ["did you mean `\($0)`?"] } ?? [])
        }
        for model in models { shop.say("  :model \(rest) \(model.text)   \(model.summary)") }
    }

    /// The verbs that go to one of several models.
    static var choosers: [Signature] {
        Verbs.catalogue.signatures.filter { models(of: $0.name).count > 1 }
    }

    /// What `model:` takes, or the modes that each have a model, with what they cost.
    static func models(of verb: String) -> [Completion.Candidate] {
        guard let signature = Verbs.catalogue[verb], signature.isPaid,
            let parameter = signature.parameter(named: "model") ?? signature.positional,
            case .word(let words) = parameter.type
        else { return [] }
        var models: [Completion.Candidate] = []
        for word in words {
            let names = [word, "\(word)-upscale"]
            guard let card = Models.all.map({ $0.card }).first(where: { names.contains($0.name) })
            else {
                continue
            }
            let end = card.lifecycle.endsOn.map { ", ends \($0)" } ?? ""
            models.append(.init(word, "\(card.price.amount), \(card.does)\(end)"))
        }
        return models
    }
}
