import ImgflowBedrock
import ImgflowEngine
import SigV4

/// Whether a policy lets a call through: a request without fields, which every known model refuses
/// before it makes anything, and which is not billed. It is tried only where the account is
/// subscribed already, because a first call subscribes.
struct Rehearsal {
    let settings: BedrockSettings
    let web: any WebSender
    let signIn: SignIn

    /// Nil where the call was let through.
    func finding(on target: DoctorChecks.ModelTarget) async -> Finding? {
        guard target.isKnown else { return nil }
        let response: HTTPResponse
        do {
            let address = try settings.endpoint.address(region: target.region)
            response = try await web.send(
                WebRequest(
                    "POST", address, path: percentEncodedPath(modelID: target.invocationID),
                    headers: [
                        ("content-type", "application/json"), ("accept", "application/json"),
                    ],
                    body: "{}"),
                signedBy: signIn, service: .runtime, region: target.region)
        } catch {
            return untried(target, "\(error)")
        }
        // No model that is known takes a request without fields, and one that is refused costs nothing.
        guard response.status != 200 else {
            var taken = untried(target, "it accepted a request without fields")
            taken.mayBeBilled = true
            return taken
        }
        let fault = ServiceFault(response, now: settings.environment.now())
        let kind = FaultKind(fault)
        let words = fault.headline(kind, model: target.invocationID, region: target.region)
        switch kind {
        case .invalidRequest: return nil
        case .throttled, .notReady, .unavailable, .internalError, .modelError, .modelTimeout:
            return untried(target, words)
        default:
            let said = fault.message.isEmpty ? [] : ["the service says: \(fault.message)"]
            return Finding(
                target.name, .problem, words,
                fault.advice(model: target.invocationID, region: target.region) + said)
        }
    }

    private func untried(_ target: DoctorChecks.ModelTarget, _ why: String) -> Finding {
        Finding(
            target.name, .note,
            "is available in \(target.region); whether a policy allows calls is unknown: \(why)")
    }
}
