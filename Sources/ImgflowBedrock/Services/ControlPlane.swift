package import FoundationEssentials
import SigV4

/// Bedrock's control plane: what models there are, and whether this account may call them. Nothing
/// here spends. Shapes as in botocore's `bedrock/2023-04-20`, read leniently: the service says more
/// than its model does (`INFERENCE_PROFILE`).
package struct ControlPlane: Sendable {
    package struct Model: Decodable, Hashable, Sendable {
        package struct Lifecycle: Decodable, Hashable, Sendable {
            /// `ACTIVE` or `LEGACY`.
            package var status: String?
            package var endOfLifeTime: String?
        }

        package var modelId: String
        package var modelName: String?
        package var modelLifecycle: Lifecycle?
    }

    package struct Profile: Decodable, Hashable, Sendable {
        package var inferenceProfileId: String
        package var status: String?
    }

    package struct Availability: Decodable, Hashable, Sendable {
        package struct Agreement: Decodable, Hashable, Sendable {
            package var status: String
        }

        package var agreementAvailability: Agreement
        package var authorizationStatus: String
        package var regionAvailability: String?

        /// AVAILABLE, PENDING, NOT_AVAILABLE or ERROR.
        package var agreement: String { agreementAvailability.status }
        package var isAuthorized: Bool { authorizationStatus == "AUTHORIZED" }
    }

    /// A line of the account's own price list.
    package struct Rate: Decodable, Hashable, Sendable {
        package var dimension: String?
        package var price: String?
        package var description: String?
    }

    /// What was said, and the server's clock less this machine's.
    package struct Said<Value: Sendable>: Sendable {
        package var value: Value
        package var clockSkew: Duration?
    }

    private let web: any WebSender
    private let settings: BedrockSettings
    private let endpoint: Endpoint
    private let signIn: SignIn

    package init(
        web: any WebSender, settings: BedrockSettings, signIn: SignIn
    ) throws(SettingsError) {
        self.web = web
        self.settings = settings
        self.signIn = signIn
        endpoint = try settings.endpoint(of: .control)
    }

    /// Image models of a Region.
    package func models(in region: String) async throws -> Said<[Model]> {
        struct Answer: Decodable { var modelSummaries: [Model]? }
        let said: Said<Answer> = try await get(
            "/foundation-models", query: "byOutputModality=IMAGE", region)
        return Said(value: said.value.modelSummaries ?? [], clockSkew: said.clockSkew)
    }

    /// AWS's own profiles in a Region, all pages.
    package func profiles(in region: String) async throws -> [Profile] {
        struct Answer: Decodable {
            var inferenceProfileSummaries: [Profile]?
            var nextToken: String?
        }
        var found: [Profile] = []
        var token: String?
        // A server that never ends its pages ends here.
        for _ in 0..<100 {
            let next = token.map { "&nextToken=\(PercentEncoding.encode($0))" } ?? ""
            let page: Said<Answer> = try await get(
                "/inference-profiles", query: "maxResults=100&type=SYSTEM_DEFINED" + next, region)
            found += page.value.inferenceProfileSummaries ?? []
            token = page.value.nextToken
            if token == nil { break }
        }
        return found
    }

    /// - Parameter modelID: bare, without `us.`.
    package func availability(of modelID: String, in region: String) async throws -> Availability {
        try await get(
            "/foundation-model-availability/\(PercentEncoding.encode(modelID))", query: "", region
        ).value
    }

    /// What the account pays for a model, by its agreement.
    package func rates(of modelID: String, in region: String) async throws -> [Rate] {
        struct Answer: Decodable {
            struct Offer: Decodable {
                struct Terms: Decodable {
                    struct Usage: Decodable { var rateCard: [Rate]? }
                    var usageBasedPricingTerm: Usage?
                }
                var termDetails: Terms?
            }
            var offers: [Offer]?
        }
        let said: Said<Answer> = try await get(
            "/list-foundation-model-agreement-offers/\(PercentEncoding.encode(modelID))",
            query: "", region)
        return said.value.offers?.flatMap {
            $0.termDetails?.usageBasedPricingTerm?.rateCard ?? []
        } ?? []
    }

    private func get<Value: Decodable & Sendable>(
        _ path: String, query: String, _ region: String
    ) async throws -> Said<Value> {
        let address = try endpoint.address(region: region, of: .control)
        let response = try await web.send(
            WebRequest(
                "GET", address, path: path, query: query,
                headers: [("accept", "application/json")]),
            signedBy: signIn, service: .control, region: region)
        let now = settings.environment.now()
        guard response.status == 200 else { throw ServiceFault(response, now: now) }
        guard let value = try? JSONDecoder().decode(Value.self, from: Data(response.text.utf8))
        else { throw ServiceFault(response, now: now) }
        let skew = response.headers["date"].flatMap(HTTPDate.date).map {
            Duration.seconds($0.timeIntervalSince(now).rounded())
        }
        return Said(value: value, clockSkew: skew)
    }
}

extension ServiceFault: Error {}
