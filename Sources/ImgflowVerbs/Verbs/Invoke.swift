import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `invoke "amazon.titan-image-generator-v2:0" body:'{…}'`: any model, with a body of one's own.
struct Invoke: Verb {
    let signature = Signature(
        "invoke", "call any model with your own request body", takes: .imageOrNothing, isPaid: true,
        positional: Parameter(
            "id", .text(maximum: 2_048), isRequired: true,
            "the model's id, its inference profile's, or an ARN of either"),
        parameters: [
            Parameter(
                "body", .text(maximum: BedrockLimits.requestBytes), isRequired: true,
                "the request as JSON; \"\(RequestValue.picturePlaceholder)\" is the input image, as base64"
            ),
            Parameter(
                "price", .number(0...1_000), "dollars per image, for the plan and the budget"),
            Parameter(
                "images", .integer(1...100),
                "number of images in the response; usually found in the body"),
            Parameter(
                "region", .word(Invoke.regions),
                "the AWS Region to use; overrides the planner's choice"),
            Common.fit, Common.fresh,
        ],
        examples: [
            Example(
                "load \"a.png\" | invoke \"us.stability.stable-fast-upscale-v1:0\" body:'{\"image\": \"$image\"}' | save",
                "the body is sent as written, with a.png in it")
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
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        let input = stage.input
        guard let id = try known("id", of: stage), let text = try known("body", of: stage)
        else { return [] }
        let request = try body(text, of: stage)
        let hasPlace = !request.roles.isEmpty
        if hasPlace, input == nil {
            throw .parameter(.noPictureForBody(span: stage.valueSpan("body")))
        }
        if !hasPlace, input != nil, !usesFields(stage) {
            plan.report(
                .image(
                    .unusedByBody(
                        placeholder: RequestValue.picturePlaceholder, span: stage.valueSpan("body"))
                ),
                for: stage)
        }
        let facts = BodyFacts(request)
        let (chosen, price) = try model(id, facts, of: stage, input, in: plan)
        var builder = RequestBuilder(stage, input, copy: 0, on: chosen)
        builder.body = request
        builder.price = price
        if hasPlace, let input { builder.pictures = [.init(.image, input)] }
        if input == nil {
            builder.provenance = Provenance(index: stage.origin.item, verbs: [stage.verb])
        }
        // A model gives, and bills, what its body asks for: `images:` may say more, and never less.
        let asked = facts.images ?? 1
        guard Self.imageCounts.contains(asked) else {
            throw .parameter(
                .malformedBody(
                    "for \(asked) images, but one call supports \(Self.imageCounts.lowerBound) to \(Self.imageCounts.upperBound)",
                    near: nil, span: stage.valueSpan("body")))
        }
        builder.imageCount = max(stage.integer("images") ?? 1, asked)
        return try plan.images(of: builder)
    }

    /// The id or the body differs with the image that comes in.
    private func usesFields(_ stage: StageContext) -> Bool {
        ["id", "body"].contains { name in
            stage.text(name)?.parts.contains { part in
                if case .text = part { false } else { true }
            } ?? false
        }
    }

    /// A text whose fields, if it has any, are all known now.
    private func known(
        _ name: String, of stage: StageContext
    ) throws(PlanProblem) -> String? {
        guard let template = stage.text(name) else { return nil }
        guard let text = stage.filled(template).known else {
            throw .parameter(
                .malformedBody(
                    "unknown before the run: it uses a field of an image that does not exist yet",
                    near: nil, span: template.span))
        }
        return text
    }

    private func body(_ text: String, of stage: StageContext) throws(PlanProblem) -> RequestValue {
        do throws(RequestValue.MalformedBody) {
            return try RequestValue.verbatim(text)
        } catch {
            let rest = String(text.dropFirst(error.offset))
            throw .parameter(
                .malformedBody(
                    error.isNoObject
                        ? "not a JSON object" : "not JSON",
                    near: error.isNoObject ? nil : rest.isEmpty ? "its end" : rest,
                    span: stage.valueSpan("body")))
        }
    }

    /// A model that imgflow knows keeps its price, limits and Regions; of any other the user says
    /// what it costs and where it is.
    private func model(
        _ id: String, _ facts: BodyFacts, of stage: StageContext, _ input: PlannedImage?,
        in plan: PlanBuilder
    ) throws(PlanProblem) -> (ChosenModel, Price) {
        let said = stage.number("price").map {
            Dollars(millionths: Int(($0 * 1_000_000).rounded()))
        }
        let entry = plan.settings.models.entry(id: id)
        if let profile = entry?.card.invocationID, profile.hasPrefix("us."),
            id.lowercased().split(separator: "/").last.map(String.init)
                == String(profile.dropFirst(3)).lowercased()
        {
            throw .model(.needsProfile(id: id, profile: profile, span: stage.valueSpan("id")))
        }
        var card =
            entry?.card
            ?? OtherModel.described(
                id: id, regions: [region(of: id, stage, in: plan)], price: nil)
        card.invocationID = id
        var price = card.price
        if let model = entry?.model, price == model.card.price {
            price = model.price(facts, of: input?.forecast.blind.size.size)
        }
        // Of a model whose price is known the script may say more, and never less.
        if let said, entry == nil || said > price.amount {
            card.price = Price(said, source: "given by the script", asOf: "")
            price = card.price
        }
        let chosen = ChosenModel(
            model: entry?.model ?? OtherModel.self, card: card,
            selection: ModelSelection(verb: stage.verb, why: "named by its id"))
        return (chosen, price)
    }

    private func region(of id: String, _ stage: StageContext, in plan: PlanBuilder) -> String {
        if let word = stage.word("region") { return word }
        // arn:aws:bedrock:us-west-2:…
        let parts = id.split(separator: ":", omittingEmptySubsequences: false)
        if parts.first == "arn", parts.count > 3, !parts[3].isEmpty { return String(parts[3]) }
        return switch plan.settings.region {
        case .bound(let region), .preferred(let region): region
        case .fallback: "us-west-2"
        }
    }
}
