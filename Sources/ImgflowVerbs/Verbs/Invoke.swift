import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `invoke "amazon.titan-image-generator-v2:0" body:'{…}'`: any model, with a body of one's own.
struct Invoke: Verb {
    let signature = Signature(
        "invoke", "calls any model with a body of your own", takes: .imageOrNothing, isPaid: true,
        positional: Parameter(
            "id", .text(maximum: 2_048), isRequired: true,
            "the model's id, its inference profile's, or an ARN of either"),
        parameters: [
            Parameter(
                "body", .text(maximum: BedrockLimits.requestBytes), isRequired: true,
                "the request as JSON; \"\(RequestValue.picturePlaceholder)\" is the image of the pipe, as base64"
            ),
            Parameter(
                "price", .number(0...1_000), "dollars an image, for the plan and a budget"),
            Parameter(
                "images", .integer(1...100),
                "how many images the answer brings; most bodies say it themselves"),
            Parameter(
                "region", .word(Invoke.regions), "the AWS Region to call; binds"),
            Common.fit, Common.fresh,
        ],
        examples: [
            Example(
                "load \"a.png\" | invoke \"us.stability.stable-fast-upscale-v1:0\" body:'{\"image\": \"$image\"}' | save",
                "the body goes out as it stands, with a.png in it")
        ])

    private static let imageCounts = 1...100

    /// AWS's commercial Regions. Source: botocore 1.43.11, partitions.
    private static let regions = [
        "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "ca-west-1",
        "mx-central-1", "sa-east-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1",
        "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1",
        "me-south-1", "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2",
        "ap-northeast-3", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2",
        "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
    ]

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let id = try known("id", of: stage, input, in: draft),
            let text = try known("body", of: stage, input, in: draft)
        else { return [] }
        let request = try body(text, of: stage)
        let hasPlace = !request.roles.isEmpty
        if hasPlace, input == nil {
            throw .parameter(.noPictureForBody(span: stage.valueSpan("body")))
        }
        if !hasPlace, input != nil, !usesFields(stage) {
            draft.report(
                .image(
                    .unusedByBody(
                        placeholder: RequestValue.picturePlaceholder, span: stage.valueSpan("body"))
                ))
        }
        let facts = BodyFacts(request)
        let (chosen, price) = try model(id, facts, of: stage, input, in: draft)
        let parts = RequestDraft(stage, input, copy: 0, on: chosen)
        let picture = hasPlace ? input.map { CallRequest.Picture(.image, $0) } : nil
        let origin = input == nil ? Provenance(index: stage.item, verbs: [stage.verb]) : nil
        var call = CallRequest(
            chosen, price: price, request: request, late: parts.late,
            pictures: picture.map { [$0] } ?? [], outputSize: { _ in .unknown }, format: nil,
            hasAlpha: false, provenance: origin ?? parts.provenance(), notes: parts.notes)
        // A model gives, and bills, what its body asks for: `images:` may say more, and never less.
        let asked = facts.images ?? 1
        guard Self.imageCounts.contains(asked) else {
            throw .parameter(
                .malformedBody(
                    "for \(asked) images, and one call plans \(Self.imageCounts.lowerBound) to \(Self.imageCounts.upperBound)",
                    near: nil, span: stage.valueSpan("body")))
        }
        call.images = max(stage.integer("images") ?? 1, asked)
        return try draft.images(of: call, for: stage)
    }

    /// The id or the body differs with the image that comes in.
    private func usesFields(_ stage: VerbCall) -> Bool {
        ["id", "body"].contains { name in
            stage.text(name)?.parts.contains { part in
                if case .text = part { false } else { true }
            } ?? false
        }
    }

    /// A text whose fields, if it has any, are all known now.
    private func known(
        _ name: String, of stage: VerbCall, _ input: PlannedImage?, in draft: PlanDraft
    ) throws(PlanProblem) -> String? {
        guard let template = stage.text(name) else { return nil }
        guard let text = draft.text(template, for: input, names: stage.names).known else {
            throw .parameter(
                .malformedBody(
                    "not known before the run: it has a field of a picture that is yet to be made",
                    near: nil, span: template.span))
        }
        return text
    }

    private func body(_ text: String, of stage: VerbCall) throws(PlanProblem) -> RequestValue {
        do throws(RequestValue.MalformedBody) {
            return try RequestValue.verbatim(text)
        } catch {
            let rest = String(text.dropFirst(error.offset))
            throw .parameter(
                .malformedBody(
                    error.isNoObject
                        ? "no JSON object, as every model's body is" : "not JSON",
                    near: error.isNoObject ? nil : rest.isEmpty ? "its end" : rest,
                    span: stage.valueSpan("body")))
        }
    }

    /// A model that imgflow knows keeps its price, limits and Regions; of any other the user says
    /// what it costs and where it is.
    private func model(
        _ id: String, _ facts: BodyFacts, of stage: VerbCall, _ input: PlannedImage?,
        in draft: PlanDraft
    ) throws(PlanProblem) -> (ChosenModel, Price) {
        let said = stage.number("price").map {
            Dollars(millionths: Int(($0 * 1_000_000).rounded()))
        }
        let entry = draft.settings.models.entry(id: id)
        if let profile = entry?.card.invocationID, profile.hasPrefix("us."),
            id.lowercased().split(separator: "/").last.map(String.init)
                == String(profile.dropFirst(3)).lowercased()
        {
            throw .model(.needsProfile(id: id, profile: profile, span: stage.valueSpan("id")))
        }
        var card =
            entry?.card
            ?? OtherModel.described(
                id: id, regions: [region(of: id, stage, in: draft)], price: nil)
        card.invocationID = id
        var price = card.price
        if entry?.model is NovaCanvas.Type, price == NovaCanvas.card.price {
            price = NovaCanvas.price(facts, of: input?.forecast.blind.size.size)
        }
        // Of a model whose price is known the script may say more, and never less.
        if let said, entry == nil || said > price.amount {
            card.price = Price(said, source: "the script's own figure", asOf: "")
            price = card.price
        }
        let chosen = ChosenModel(
            model: entry?.model ?? OtherModel.self, card: card,
            choice: Choice(verb: stage.verb, why: "named by its id"))
        return (chosen, price)
    }

    private func region(of id: String, _ stage: VerbCall, in draft: PlanDraft) -> String {
        if let word = stage.word("region") { return word }
        // arn:aws:bedrock:us-west-2:…
        let parts = id.split(separator: ":", omittingEmptySubsequences: false)
        if parts.first == "arn", parts.count > 3, !parts[3].isEmpty { return String(parts[3]) }
        return switch draft.settings.region {
        case .bound(let region), .preferred(let region): region
        case .fallback: "us-west-2"
        }
    }
}
