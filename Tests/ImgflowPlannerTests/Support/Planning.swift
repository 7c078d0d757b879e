import ImageFacts
import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import Testing

/// A program, parsed, checked and planned with the real verbs.
struct Planned {
    var plan: Plan?
    var diagnostics: [Diagnostic]

    init(
        _ program: String, _ world: FakeWorld = FakeWorld(),
        _ settings: PlanSettings = PlanSettings(origin: "aws")
    ) {
        let source = SourceText(name: "test.imgflow", text: program)
        (plan, diagnostics) = ProgramPlanner().plan(source, in: world, settings)
    }

    var codes: [String] { diagnostics.map(\.code) }
}

/// The plan of a program that is right, warnings aside.
func plan(
    _ program: String, _ world: FakeWorld = FakeWorld(),
    _ settings: PlanSettings = PlanSettings(origin: "aws"),
    sourceLocation: SourceLocation = #_sourceLocation
) throws -> Plan {
    let planned = Planned(program, world, settings)
    let errors = planned.diagnostics.filter { $0.severity == .error }
    return try #require(
        planned.plan, "\(errors.map { "\($0.code) \($0.message)" })", sourceLocation: sourceLocation
    )
}

/// The calls of a program that is right.
func calls(
    _ program: String, _ world: FakeWorld = FakeWorld(),
    _ settings: PlanSettings = PlanSettings(origin: "aws"),
    sourceLocation: SourceLocation = #_sourceLocation
) throws -> [ModelCall] {
    try plan(program, world, settings, sourceLocation: sourceLocation).calls.map(\.call)
}

/// The one call of a program.
func call(
    _ program: String, _ world: FakeWorld = FakeWorld(),
    _ settings: PlanSettings = PlanSettings(origin: "aws"),
    sourceLocation: SourceLocation = #_sourceLocation
) throws -> ModelCall {
    let calls = try calls(program, world, settings, sourceLocation: sourceLocation)
    try #require(calls.count == 1, sourceLocation: sourceLocation)
    return calls[0]
}

extension ModelCall {
    /// The body with pictures by their roles, deferred values in angle brackets.
    var body: String { RequestWriter.text(request) { $0.rawValue } }

    var seed: Int? {
        if case .integer(let seed)? = request.seed { seed } else { nil }
    }

    func text(_ field: String) -> String? {
        if case .string(let text)? = request[field] { text } else { nil }
    }

    /// What is asked for; Nova has no choice.
    var format: String { text("output_format") ?? "png" }
}

extension Plan {
    /// What a plan says, to compare two.
    var words: [String] {
        nodes.map { node in
            let action =
                switch node.action {
                case .load(let path): "load \(path)"
                case .standardInput: "stdin"
                case .held(let image): "held \(image.name)"
                case .returnedMask: "returned mask"
                case .returnedImage(let number): "returned image \(number)"
                case .free(let operation): "\(operation)"
                case .call(let call):
                    "\(call.card.name) \(call.region) \(call.body) \(call.price.amount) \(call.key.hex)"
                case .save(let save): "save \(save.target) \(String(describing: save.format))"
                case .info: "tell"
                case .rank(let place, let count, _): "rank \(place) \(count)"
                case .noted(let names): "noted \(names.sorted { $0.key < $1.key })"
                case .show(let columns): "show \(String(describing: columns))"
                case .gate(let condition, let wanted): "gate \(wanted) \(condition)"
                case .fallback(let tried): "rescue of \(tried)"
                case .pick(let place, let count): "pick \(place) of \(count)"
                }
            return
                "\(node.id) \(node.origin.line) \(node.inputs) \(action) -> \(node.forecast.size)"
                + " \(String(describing: node.forecast.format)) \(node.identity.text) \(node.notes)"
        }
    }
}
