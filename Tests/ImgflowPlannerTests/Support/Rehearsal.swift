import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import Testing

extension ModelCall {
    /// The run measures a shape that is there already.
    fileprivate func isNeedless(for size: PixelSize) -> Bool {
        deferred.values.contains { value in
            if case .measure(.margin(let margins, _)) = value {
                margins.isNothing(for: size)
            } else {
                false
            }
        }
    }
}

/// Runs a plan on facts alone: what each call would be keyed by, and what would then be known.
struct Rehearsal {
    private struct Made {
        var facts: ImageFacts
        var identity: Identity
        var provenance: Provenance

        var forecast: Forecast {
            Forecast(
                size: .exact(facts.size), format: facts.format, hasAlpha: facts.hasAlpha,
                provenance: provenance)
        }
    }

    /// A picture that came is one that the next model does not take.
    struct Refused: Error { var size: PixelSize }

    /// What a model gives, from what goes in and what was asked for.
    var answer: (ModelCall, PixelSize) -> ImageFacts
    private(set) var answers: [AnswerKey: KnownAnswer] = [:]
    /// Calls whose answers were not known.
    private(set) var asked = 0
    private var made: [PlanNode.ID: Made] = [:]
    /// Second blocks of a `try` that were let begin.
    private var begun: Set<PlanNode.ID> = []

    init(answer: @escaping (ModelCall, PixelSize) -> ImageFacts) { self.answer = answer }

    mutating func run(_ plan: Plan) throws {
        made = [:]
        begun = []
        for node in plan.nodes where node.isNeeded {
            guard canBegin(node) else { continue }
            made[node.id] = try step(node)
        }
    }

    /// Whether all that a step rests on has come.
    private func canBegin(_ node: PlanNode) -> Bool {
        switch node.action {
        case .pick: true
        case .fallback(let tried): !tried.contains { made[$0] != nil }
        default:
            node.inputs.allSatisfy { made[$0] != nil }
                && node.waitsFor.allSatisfy { made[$0] != nil || begun.contains($0) }
        }
    }

    private mutating func step(_ node: PlanNode) throws -> Made? {
        switch node.action {
        case .gate(let condition, let wanted):
            let truth = condition.decided { field, id in
                made[id]?.forecast.value(of: field)
            } noted: { _ in
                nil
            }
            return truth == wanted ? made[node.inputs[0]] : nil
        case .noted, .rank: return made[node.inputs[0]]
        case .fallback:
            begun.insert(node.id)
            return node.inputs.first.flatMap { made[$0] }
        case .pick(let place, let count):
            let came = (0..<count).filter { made[node.inputs[$0]] != nil }
            guard place < came.count else { return nil }
            let further = node.inputs.count > count ? count : 0
            return made[node.inputs[came[place] + further]]
        case .load, .held, .standardInput:
            let forecast = node.forecast
            return Made(
                facts: ImageFacts(
                    size: try #require(forecast.size.size), format: try #require(forecast.format),
                    hasAlpha: forecast.hasAlpha),
                identity: node.identity, provenance: forecast.provenance)
        case .free(let operation):
            let inputs = try node.inputs.map { try #require(made[$0]) }
            let input = inputs[0]
            let next = operation.forecast(for: inputs.map(\.forecast))
            if let operation = operation as? any OptionalOperation,
                !operation.isNeeded(for: inputs.map(\.facts.size))
            {
                return Made(
                    facts: input.facts, identity: input.identity,
                    provenance: node.forecast.provenance.filled(nil, from: input.provenance))
            }
            return Made(
                facts: ImageFacts(
                    size: try #require(next.size.size), format: try #require(next.format),
                    hasAlpha: next.hasAlpha),
                identity: input.identity.applying(
                    operation, with: inputs.dropFirst().map(\.identity)),
                provenance: node.forecast.provenance.filled(nil, from: input.provenance))
        case .call(let call): return try answered(node, call)
        case .returnedMask:
            var mask = try #require(made[node.inputs[0]])
            mask.identity = mask.identity.returnedMask
            return mask
        case .returnedImage(let number):
            var image = try #require(made[node.inputs[0]])
            image.identity = image.identity.returnedImage(number)
            return image
        case .save, .info, .show: return try #require(made[node.inputs[0]])
        }
    }

    private mutating func answered(_ node: PlanNode, _ call: ModelCall) throws -> Made {
        var identities: [ImageRole: Identity] = [:]
        var sent: PixelSize?
        for picture in call.pictures {
            let input = try #require(made[picture.node])
            let outcome = picture.preparation.outcome(
                for: input.facts, matching: picture.preparation.mask == nil ? nil : sent)
            guard case .steps(let steps, let size) = outcome else {
                throw Refused(size: input.facts.size)
            }
            identities[picture.role] = input.identity.applying(steps)
            if sent == nil { sent = size }
        }
        if let sent, let picture = call.pictures.first, call.isNeedless(for: sent) {
            return try #require(made[picture.node])
        }
        let deferred = try call.deferred.mapValues { value -> RequestValue in
            switch value {
            case .measure(let measure): return .integer(measure.pixels(for: try #require(sent)))
            case .seed(let verb, let copy, let node):
                let input = try #require(made[node])
                return .integer(DerivedSeed.seed(verb: verb, input: input.identity, copy: copy))
            case .text(let text, _):
                return .string(
                    text.parts.map { part in
                        switch part {
                        case .text(let text): text
                        case .field(let field, let node, _):
                            made[node]?.forecast.value(of: field) ?? "?"
                        case .noted(let field): "<\(field.name)>"
                        case .written: "?"
                        }
                    }.joined())
            }
        }
        let request = try #require(call.request.filled(with: deferred))
        let key = AnswerKey(
            origin: "aws", modelID: call.card.invocationID, request: request,
            pictures: { identities[$0] ?? .none })
        if answers[key] == nil { asked += 1 }
        let facts = answers[key]?.facts ?? answer(call, sent ?? PixelSize(1, 1))
        let hash = Digest.hex("picture of \(key.hex)")
        answers[key] = KnownAnswer(key: key, imageHash: hash, facts: facts, seed: nil)
        var provenance = node.forecast.provenance
        if case .integer(let seed)? = request.seed { provenance.seed = seed }
        let source = call.pictures.first.flatMap { made[$0.node] }
        let text: String? = if case .string(let text)? = deferred["text"] { text } else { nil }
        return Made(
            facts: facts, identity: .content(hash: hash),
            provenance: provenance.filled(text, from: source?.provenance))
    }
}
