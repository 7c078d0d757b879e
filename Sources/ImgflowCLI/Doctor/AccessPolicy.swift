import ImgflowEngine
import ImgflowModels
import ImgflowPlanner
import ImgflowReports

/// An IAM policy, as AWS's consoles and tools take it.
///
/// A call through a geographic profile needs the profile in its own Region, and the foundation model
/// in every Region that the profile may route to; those ARNs have no account.
/// Source: AWS, geographic-cross-region-inference.
struct AccessPolicy: Encodable {
    struct Statement: Encodable {
        var id: String
        var effect = "Allow"
        var actions: [String]
        var resources: [String]

        enum CodingKeys: String, CodingKey {
            case id = "Sid"
            case effect = "Effect"
            case actions = "Action"
            case resources = "Resource"
        }
    }

    var version = "2012-10-17"
    var statements: [Statement]

    enum CodingKeys: String, CodingKey {
        case version = "Version"
        case statements = "Statement"
    }

    init(_ plan: Plan, account: String, withBearerKey: Bool, withSubscription: Bool) {
        var resources: Set<String> = []
        for (_, call) in plan.calls {
            let id = call.card.invocationID
            if let seeing = call.seeing, !id.hasPrefix("arn:") {
                resources.formUnion(
                    Self.resources(of: seeing, called: id, in: call.region, account))
                continue
            }
            if id.hasPrefix("arn:") {
                resources.insert(id)
                if let model = call.card.profiledID {
                    resources.formUnion(Self.models(behind: model, in: call.region))
                }
                // An ARN of a profile says nothing of where it leads.
                guard let slash = id.lastIndex(of: "/") else { continue }
                let name = String(id[id.index(after: slash)...])
                if name.hasPrefix("us.") {
                    resources.formUnion(Self.destinations(of: String(name.dropFirst(3))))
                }
            } else if id.hasPrefix("us.") {
                resources.insert(
                    "arn:aws:bedrock:\(call.region):\(account):inference-profile/\(id)")
                resources.formUnion(Self.destinations(of: String(id.dropFirst(3))))
            } else {
                resources.insert("arn:aws:bedrock:\(call.region)::foundation-model/\(id)")
            }
        }
        statements = [
            Statement(
                id: "InvokeModels", actions: ["bedrock:InvokeModel"], resources: resources.sorted())
        ]
        if withBearerKey {
            statements.append(
                Statement(
                    id: "CallWithKey", actions: ["bedrock:CallWithBearerToken"], resources: ["*"]))
        }
        let hasForm = plan.calls.contains { $0.call.seeing?.card.needsForm == true }
        if withSubscription, hasForm {
            statements.append(
                Statement(
                    id: "HandInTheForm", actions: ["bedrock:PutUseCaseForModelAccess"],
                    resources: ["*"]))
        }
        // Amazon's, Qwen's, and Mistral's models have no product to subscribe to.
        let hasProduct = plan.calls.contains { $0.call.seeing?.card.needsForm ?? true }
        if withSubscription, hasProduct {
            statements.append(
                Statement(
                    id: "SubscribeOnFirstUse",
                    actions: ["aws-marketplace:Subscribe", "aws-marketplace:ViewSubscriptions"],
                    resources: ["*"]))
        }
    }

    /// Of a model that answers about images: the profile, and the model wherever it may lead. One that may lead
    /// anywhere needs the model of the Region that is called, and one without a Region. Source:
    /// docs/vision-models.md, 6.
    private static func resources(
        of seeing: SeeingCall, called id: String, in region: String, _ account: String
    ) -> [String] {
        func model(_ region: String) -> String {
            "arn:aws:bedrock:\(region)::foundation-model/\(seeing.card.modelID)"
        }
        let profile = "arn:aws:bedrock:\(region):\(account):inference-profile/\(id)"
        switch seeing.route.destination {
        case .own: return [model(region)]
        case .among(let regions): return [profile] + Set(regions + [region]).map(model)
        case .anywhere: return [profile, model(region), model("")]
        }
    }

    private static func models(behind id: String, in region: String) -> [String] {
        id.hasPrefix("us.")
            ? destinations(of: String(id.dropFirst(3)))
            : ["arn:aws:bedrock:\(region)::foundation-model/\(id)"]
    }

    private static func destinations(of model: String) -> [String] {
        ["us-east-1", "us-east-2", "us-west-2"].map {
            "arn:aws:bedrock:\($0)::foundation-model/\(model)"
        }
    }
}
