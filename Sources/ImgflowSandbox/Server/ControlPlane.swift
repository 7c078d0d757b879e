import FoundationEssentials
import SigV4

/// Bedrock's control plane, as far as images go: what there is, where, and whether this account may.
/// Shapes as in botocore's `bedrock/2023-04-20`.
struct ControlPlane: Sendable {
    static let account = "123456789012"

    var state: AccountState
    var isNovaGone: Bool

    /// Nil where the path is none of its own.
    func operation(of path: String) -> (name: String, subject: String?)? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .map { PercentEncoding.decode($0) }
        let names = [
            "foundation-models": ("ListFoundationModels", "GetFoundationModel"),
            "inference-profiles": ("ListInferenceProfiles", "GetInferenceProfile"),
            "foundation-model-availability": (nil, "GetFoundationModelAvailability"),
            "list-foundation-model-agreement-offers": (
                nil, "ListFoundationModelAgreementOffers"
            ),
        ]
        guard let first = parts.first, let (list, get) = names[first] else { return nil }
        if parts.count == 1 { return list.map { ($0, nil) } }
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        return (get, parts[1])
    }

    func answer(
        _ operation: String, _ subject: String?, query: [String: String], region: String
    ) throws(ServiceError) -> [UInt8] {
        switch operation {
        case "ListFoundationModels": return try models(query, region)
        case "GetFoundationModel":
            return try json(["modelDetails": Summary(try model(subject, region), region)])
        case "ListInferenceProfiles": return try profiles(query, region)
        case "GetInferenceProfile":
            let facts = try model(subject, region)
            guard facts.isProfile, subject.map(ModelDirectory.identifier) == facts.invocationID
            else { throw .unknownModel }
            return try json(InferenceProfile(facts, region))
        case "GetFoundationModelAvailability":
            return try json(Availability(try model(subject, region), state))
        default: return try json(Offers(try model(subject, region)))
        }
    }

    private var known: [ServiceFacts] {
        ServiceFacts.all.filter { !(isNovaGone && $0.isLegacy) }
    }

    private func model(_ name: String?, _ region: String) throws(ServiceError) -> ServiceFacts {
        guard let name, let facts = ServiceFacts.named(name), facts.regions.contains(region),
            known.contains(where: { $0.id == facts.id })
        else { throw .unknownModel }
        return facts
    }

    private func models(
        _ query: [String: String], _ region: String
    ) throws(ServiceError) -> [UInt8] {
        let modalities = ["TEXT", "IMAGE", "EMBEDDING"]
        if let wanted = query["byOutputModality"], !modalities.contains(wanted) {
            throw .constraint("byOutputModality", wanted, modalities)
        }
        let kinds = ["ON_DEMAND", "PROVISIONED"]
        if let wanted = query["byInferenceType"], !kinds.contains(wanted) {
            throw .constraint("byInferenceType", wanted, kinds)
        }
        let found = known.filter { facts in
            facts.regions.contains(region)
                && (query["byProvider"].map {
                    facts.provider.lowercased() == $0.lowercased()
                } ?? true)
                && (query["byOutputModality"] ?? "IMAGE") == "IMAGE"
                && (query["byInferenceType"].map {
                    $0 == "ON_DEMAND" && !facts.isProfile
                } ?? true)
        }
        return try json(["modelSummaries": found.map { Summary($0, region) }])
    }

    private func profiles(
        _ query: [String: String], _ region: String
    ) throws(ServiceError) -> [UInt8] {
        let limit = query["maxResults"].map { Int($0) ?? 0 } ?? 1_000
        guard (1...1_000).contains(limit) else {
            throw .constraint("maxResults", query["maxResults"] ?? "", ["1 to 1000"])
        }
        let start = query["nextToken"].map { Int($0.dropFirst(5)) ?? -1 } ?? 0
        let found = known.filter { $0.isProfile && $0.regions.contains(region) }
        guard (0...found.count).contains(start) else {
            throw .constraint("nextToken", query["nextToken"] ?? "", ["a token of the page before"])
        }
        // Nobody has made profiles of their own here.
        let all = query["type"] == "APPLICATION" ? [] : found[...]
        let page = all.dropFirst(start).prefix(limit)
        let next = start + page.count
        return try json(
            ProfilePage(
                inferenceProfileSummaries: page.map { InferenceProfile($0, region) },
                nextToken: next < all.count ? "page-\(next)" : nil))
    }

    private func json(_ value: some Encodable) throws(ServiceError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return Array(try encoder.encode(value)) } catch { throw .failed("\(error)") }
    }
}

/// What an account may do: the causes of "Operation not allowed" (reference, section 12.4).
package enum AccountState: String, Sendable, CaseIterable {
    case ready
    /// Not cleared by AWS for inference.
    case notAuthorized = "not-authorized"
    /// No agreement with the model's seller.
    case notSubscribed = "not-subscribed"
    /// The first call has just subscribed it.
    case pending

    /// What a call is then answered.
    var refusal: ServiceError? {
        switch self {
        case .ready: nil
        case .notAuthorized, .notSubscribed: .validation("Operation not allowed")
        case .pending:
            ServiceError(
                status: 403, type: "AccessDeniedException",
                message: "Your AWS Marketplace subscription for this model is being created. "
                    + "Please try again in a few minutes.")
        }
    }
}

extension ServiceError {
    fileprivate static func constraint(
        _ name: String, _ value: String, _ allowed: [String]
    ) -> ServiceError {
        .validation(
            "1 validation error detected: Value '\(value)' at '\(name)' failed to satisfy "
                + "constraint: Member must satisfy enum value set: [\(allowed.joined(separator: ", "))]"
        )
    }
}

private struct Summary: Encodable {
    struct Lifecycle: Encodable {
        var status: String
        var startOfLifeTime: String
        var legacyTime: String?
        var endOfLifeTime: String?
    }

    var modelArn: String
    var modelId: String
    var modelName: String
    var providerName: String
    var inputModalities: [String]
    var outputModalities = ["IMAGE"]
    var responseStreamingSupported = false
    var customizationsSupported: [String] = []
    var inferenceTypesSupported: [String]
    var modelLifecycle: Lifecycle

    init(_ facts: ServiceFacts, _ region: String) {
        modelArn = "arn:aws:bedrock:\(region)::foundation-model/\(facts.id)"
        modelId = facts.id
        modelName = facts.name
        providerName = facts.provider
        inputModalities = facts.takesImages ? ["TEXT", "IMAGE"] : ["TEXT"]
        inferenceTypesSupported = [facts.isProfile ? "INFERENCE_PROFILE" : "ON_DEMAND"]
        modelLifecycle = Lifecycle(
            status: facts.isLegacy ? "LEGACY" : "ACTIVE",
            startOfLifeTime: "2025-01-01T00:00:00Z",
            legacyTime: facts.isLegacy ? "2026-03-30T00:00:00Z" : nil,
            endOfLifeTime: facts.isLegacy ? "2026-09-30T00:00:00Z" : nil)
    }
}

private struct InferenceProfile: Encodable {
    var inferenceProfileName: String
    var inferenceProfileId: String
    var inferenceProfileArn: String
    var description: String
    var createdAt = "2025-10-01T00:00:00Z"
    var updatedAt = "2025-10-01T00:00:00Z"
    var models: [[String: String]]
    var status = "ACTIVE"
    var type = "SYSTEM_DEFINED"

    init(_ facts: ServiceFacts, _ region: String) {
        inferenceProfileName = "US \(facts.name)"
        inferenceProfileId = facts.invocationID
        inferenceProfileArn =
            "arn:aws:bedrock:\(region):\(ControlPlane.account):inference-profile/\(facts.invocationID)"
        description = "Routes requests to \(facts.name) in us-east-1, us-east-2 and us-west-2."
        models = ServiceFacts.profileRegions.map {
            ["modelArn": "arn:aws:bedrock:\($0)::foundation-model/\(facts.id)"]
        }
    }
}

private struct ProfilePage: Encodable {
    var inferenceProfileSummaries: [InferenceProfile]
    var nextToken: String?
}

private struct Availability: Encodable {
    struct Agreement: Encodable { var status: String }

    var modelId: String
    var agreementAvailability: Agreement
    var authorizationStatus: String
    var entitlementAvailability: String
    var regionAvailability = "AVAILABLE"

    init(_ facts: ServiceFacts, _ state: AccountState) {
        modelId = facts.id
        agreementAvailability = Agreement(
            status: state == .notSubscribed
                ? "NOT_AVAILABLE" : state == .pending ? "PENDING" : "AVAILABLE")
        authorizationStatus = state == .notAuthorized ? "NOT_AUTHORIZED" : "AUTHORIZED"
        entitlementAvailability = state == .notSubscribed ? "NOT_AVAILABLE" : "AVAILABLE"
    }
}

private struct Offers: Encodable {
    struct Offer: Encodable {
        struct Terms: Encodable {
            struct Usage: Encodable {
                struct Rate: Encodable {
                    var dimension: String
                    var price: String
                    var description: String
                    var unit = "Image"
                }

                var rateCard: [Rate]
            }

            var usageBasedPricingTerm: Usage
            var legalTerm = ["url": "https://example.com/terms"]
            var supportTerm = ["refundPolicyDescription": "none"]
        }

        var offerId: String
        var offerToken = "sandbox"
        var termDetails: Terms
    }

    var modelId: String
    var offers: [Offer]

    init(_ facts: ServiceFacts) {
        modelId = facts.id
        offers = [
            Offer(
                offerId: "offer-sandbox",
                termDetails: Offer.Terms(
                    usageBasedPricingTerm: Offer.Terms.Usage(
                        rateCard: [
                            Offer.Terms.Usage.Rate(
                                dimension: "created_image", price: facts.price,
                                description: "\(facts.name), per image")
                        ])))
        ]
    }
}
