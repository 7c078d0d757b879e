extension BedrockError: CustomStringConvertible {
    package var description: String { message }

    /// The headline: what happened.
    package var message: String {
        switch cause {
        case .settings(let error): return error.description
        case .credentials(let error): return error.description
        case .transport(let error): return error.description + afterTries
        case .service(let fault, let kind):
            let model = PlainText.line(modelID, limit: 200)
            return Self.headline(kind, fault, model: model, region: region) + afterTries
        }
    }

    /// The ways out, the service's own words, and what to quote to AWS.
    package var hints: [String] {
        switch cause {
        case .settings(let error): return error.hints
        case .credentials(let error): return error.hints
        case .transport(let error):
            return error.hints
                + (error.mayHaveBeenBilled ? ["this call may be on the bill"] : [])
        case .service(let fault, let kind):
            var hints = Self.advice(kind, fault, region: region)
            if !fault.message.isEmpty {
                let author = fault.isWebPage ? "a web page" : "the service"
                hints.append("\(author) says: \(fault.message)")
            }
            if let id = fault.requestID { hints.append("request id \(id)") }
            return hints
        }
    }

    private var afterTries: String { tries > 1 ? ", after \(tries) tries" : "" }

    private static func headline(
        _ kind: FaultKind, _ fault: ServiceFault, model: String, region: String
    ) -> String {
        switch kind {
        case .accessDenied: "these credentials may not call `\(model)` in \(region)"
        case .subscriptionPending: "the account's subscription to `\(model)` is being set up"
        case .unknownKey: "AWS does not know these credentials"
        case .expiredKey: "the credentials have expired"
        case .badSignature: "AWS refuses the request's signature"
        case .wrongClock: "AWS refuses the request's date\(skew(fault))"
        case .wrongScope: "these credentials are not good in \(region)"
        case .notAuthorizedAccount: "AWS does not let this account use `\(model)`"
        case .unknownModel: "there is no model `\(model)` in \(region)"
        case .endOfLife: "`\(model)` has reached the end of its life"
        case .legacy: "`\(model)` is a legacy model that this account has not used lately"
        case .needsProfile: "`\(model)` is only reached through an inference profile"
        case .contentFilter: "the content filter refused the request"
        case .answerTooLarge: "the image is larger than an answer may be (16 MiB)"
        case .requestTooLarge: "the request is larger than Bedrock takes (25,000,000 bytes)"
        case .quotaExceeded: "a quota of the account is used up"
        case .invalidRequest: "`\(model)` refused the request"
        case .throttled: "too many calls to `\(model)` in \(region)"
        case .notReady: "`\(model)` is not ready in \(region)"
        case .modelTimeout: "`\(model)` took too long"
        case .modelError: "`\(model)` failed\(original(fault))"
        case .unavailable: "Bedrock in \(region) is unavailable (HTTP \(fault.status))"
        case .internalError: "Bedrock in \(region) failed (HTTP \(fault.status))"
        case .proxyAuthentication: "the proxy asks for a user and a password"
        case .redirected: "expected an answer, found a redirect (HTTP \(fault.status))"
        case .notBedrock: "something that is not Bedrock answered HTTP \(fault.status)"
        case .other: "Bedrock answered HTTP \(fault.status)\(named(fault))"
        }
    }

    private static func advice(_ kind: FaultKind, _ fault: ServiceFault, region: String) -> [String]
    {
        switch kind {
        case .accessDenied:
            [
                "allow `bedrock:InvokeModel` on the model and, for a `us.` id, on every region of"
                    + " its profile; a Bedrock API key also needs `bedrock:CallWithBearerToken`",
                "the first call to a model subscribes the account, which may take 15 minutes and"
                    + " needs `aws-marketplace:Subscribe` and `aws-marketplace:ViewSubscriptions`",
            ]
        case .subscriptionPending: ["try again in up to 15 minutes"]
        case .unknownKey:
            [
                "is the key complete, active and of this partition? `aws sts get-caller-identity`"
                    + " asks AWS"
            ]
        case .expiredKey: ["sign in again where these came from"]
        case .badSignature:
            ["is the secret access key the one that belongs to this access key id?"]
        case .wrongClock: ["set this machine's clock: a signature is good for five minutes"]
        case .wrongScope:
            [
                "a short-term Bedrock API key is only good in the region it was made for: make one"
                    + " for \(region), or use --region"
            ]
        case .notAuthorizedAccount:
            [
                "either the Marketplace agreement failed (is there a payment method?), or the"
                    + " account is not yet allowed to use Bedrock: AWS Support can tell"
            ]
        case .unknownModel: ["check the id and the region: models live in few regions"]
        case .endOfLife: ["leave `model:` away and a living model is chosen"]
        case .legacy: ["leave `model:` away and a living model is chosen"]
        case .needsProfile: ["use the id with `us.` in front"]
        case .contentFilter: ["say it with other words, or use another image"]
        case .answerTooLarge: ["ask for jpeg or webp instead of png"]
        case .requestTooLarge: ["make the image smaller, or send it as jpeg"]
        case .quotaExceeded, .throttled:
            ["image quotas are a few calls a minute: Service Quotas shows and raises them"]
        case .modelTimeout: ["try again, or with a smaller image"]
        case .notReady, .unavailable, .internalError, .modelError: ["try again later"]
        case .proxyAuthentication: ["HTTPS_PROXY=http://user:password@host:port"]
        case .redirected, .notBedrock:
            ["is the endpoint's address right, and does a proxy stand before it?"]
        case .invalidRequest, .other: []
        }
    }

    private static func skew(_ fault: ServiceFault) -> String {
        guard let seconds = fault.clockSkew?.components.seconds, abs(seconds) >= 60 else {
            return ""
        }
        let distance =
            abs(seconds) >= 7200 ? "\(abs(seconds) / 3600) h" : "\(abs(seconds) / 60) min"
        return ": this machine's clock is \(distance) \(seconds > 0 ? "behind" : "ahead")"
    }

    private static func original(_ fault: ServiceFault) -> String {
        fault.originalStatusCode.map { " (its own status \($0))" } ?? ""
    }

    private static func named(_ fault: ServiceFault) -> String {
        fault.type.map { " `\($0)`" } ?? ""
    }
}
