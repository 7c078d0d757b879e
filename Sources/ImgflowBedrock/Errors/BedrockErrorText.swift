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
            return fault.headline(kind, model: model, region: region) + afterTries
        }
    }

    /// The ways out, the service's own words, and what to quote to AWS.
    package var hints: [String] {
        switch cause {
        case .settings(let error): return error.hints
        case .credentials(let error): return error.hints
        case .transport(let error):
            return error.hints + billed
        case .service(let fault, let kind):
            var hints = fault.advice(model: modelID, region: region)
            if !fault.message.isEmpty {
                let author = fault.isWebPage ? "a web page" : "the service"
                hints.append("\(author) says: \(fault.message)")
            }
            hints += billed
            if let id = fault.requestID { hints.append("request id \(id)") }
            return hints
        }
    }

    private var billed: [String] {
        mayHaveBeenBilled ? ["this call may have been billed"] : []
    }

    private var afterTries: String { tries > 1 ? ", after \(tries) tries" : "" }

}

extension ServiceFault {
    /// What happened, for somebody who called `model`.
    package func headline(_ kind: FaultKind, model: String, region: String) -> String {
        switch kind {
        case .accessDenied: "these credentials may not call `\(model)` in \(region)"
        case .formMissing: "the account has not submitted Anthropic's form for `\(model)`"
        case .subscriptionPending: "the account's subscription to `\(model)` is being set up"
        case .subscriptionFailed:
            "AWS Marketplace has not subscribed the account to `\(model)`"
        case .noPaymentMethod: "the account has no payment method that AWS can charge"
        case .unknownKey: "AWS does not recognize these credentials"
        case .wrongAPIKey: "AWS rejected this Bedrock API key"
        case .expiredKey: "the credentials have expired"
        case .badSignature: "AWS rejected the request's signature"
        case .wrongClock: "AWS rejected the request's date\(skew)"
        case .wrongScope: "these credentials are not valid in \(region)"
        case .notAuthorizedAccount: "AWS does not let this account use `\(model)`"
        case .blockedAccount: "AWS has blocked this account from calling models"
        case .unknownModel: "model `\(model)` not found in \(region)"
        case .endOfLife: "`\(model)` has reached its end of life"
        case .legacy: "`\(model)` is a legacy model that this account has not used recently"
        case .needsProfile: "`\(model)` is available only through an inference profile"
        case .contentFilter: "the content filter refused the request"
        case .answerTooLarge: "the image exceeds the response limit (16 MiB)"
        case .requestTooLarge: "the request exceeds Bedrock's limit (25,000,000 bytes)"
        case .quotaExceeded: "an account quota is used up"
        case .invalidRequest: "`\(model)` refused the request"
        case .throttled: "too many calls to `\(model)` in \(region)"
        case .notReady: "`\(model)` is not ready in \(region)"
        case .modelTimeout: "`\(model)` timed out"
        case .modelError: "`\(model)` failed\(original)"
        case .unavailable: "Bedrock in \(region) is unavailable (HTTP \(status))"
        case .internalError: "Bedrock in \(region) failed (HTTP \(status))"
        case .proxyAuthentication: "the proxy requires a user and a password"
        case .redirected: "expected a response, found a redirect (HTTP \(status))"
        case .notBedrock: "a server that is not Bedrock responded with HTTP \(status)"
        case .other: "Bedrock responded with HTTP \(status)\(named)"
        }
    }

    /// What to do about it.
    package func advice(model: String, region: String) -> [String] {
        switch FaultKind(self) {
        case .accessDenied:
            [
                permission(model: model),
                "the first call to a model subscribes the account, which may take 15 minutes and"
                    + " needs `aws-marketplace:Subscribe` and `aws-marketplace:ViewSubscriptions`",
            ]
        case .formMissing:
            [
                "fill in the use case form in the Bedrock console once for the account, and try again"
                    + " in 15 minutes",
                "nova-2-lite requires no form",
            ]
        case .subscriptionPending: ["try again in up to 15 minutes"]
        case .subscriptionFailed:
            [
                "try again in 2 minutes; if it fails again, the caller needs"
                    + " `aws-marketplace:Subscribe` and `aws-marketplace:ViewSubscriptions`"
                    + " (`imgflow policy --first-use` writes the policy), and the account a payment"
                    + " method that can be charged"
            ]
        case .noPaymentMethod:
            [
                "add a card under Billing, Payment preferences, and wait a few minutes; an account"
                    + " of a reseller or an organization is paid for by its owner: ask the owner"
            ]
        case .wrongAPIKey:
            [
                "is `AWS_BEARER_TOKEN_BEDROCK` the whole key? a short-term key expires after 12 hours"
                    + " or with the session that created it",
                "create a new one in the Bedrock console under API keys, or `unset"
                    + " AWS_BEARER_TOKEN_BEDROCK` to sign in another way",
            ]
        case .blockedAccount:
            ["only AWS Support can lift it: open a support case for Amazon Bedrock"]
        case .unknownKey:
            [
                "is the key complete, active and of this partition? `aws sts get-caller-identity`"
                    + " asks AWS"
            ]
        case .expiredKey: ["sign in again at the same source"]
        case .badSignature:
            ["does the secret access key belong to this access key id?"]
        case .wrongClock: ["set this machine's clock: a signature is valid for five minutes"]
        case .wrongScope:
            [
                "a short-term Bedrock API key is valid only in the region it was created for: create one"
                    + " for \(region), or use --region"
            ]
        case .notAuthorizedAccount:
            [
                "either the Marketplace agreement failed (is there a payment method?), or the"
                    + " account is not yet allowed to use Bedrock: ask AWS Support"
            ]
        case .unknownModel:
            ["check the id and the region: each model is available in a few regions only"]
        case .endOfLife: ["remove `model:` to use an available model"]
        case .legacy: ["remove `model:` to use an available model"]
        case .needsProfile: ["use the id prefixed with `us.`"]
        case .contentFilter: ["rephrase the prompt, or use another image"]
        case .answerTooLarge: ["use jpeg or webp instead of png"]
        case .requestTooLarge: ["downscale the image, or send it as jpeg"]
        case .quotaExceeded, .throttled:
            ["image quotas are a few calls per minute: Service Quotas shows and raises them"]
        case .modelTimeout: ["try again, or with a smaller image"]
        case .notReady, .unavailable, .internalError, .modelError: ["try again later"]
        case .proxyAuthentication: ["HTTPS_PROXY=http://user:password@host:port"]
        case .redirected, .notBedrock:
            ["is the endpoint URL right, and is a proxy in front of it?"]
        case .invalidRequest where message.contains("extraneous key"):
            [
                "the request has a field that this model does not support: with `invoke`, use the"
                    + " fields that AWS documents for this model"
            ]
        case .invalidRequest, .other: []
        }
    }

    /// The resource that a policy has to allow, by the ARN that the refusal names.
    private func permission(model: String) -> String {
        let key = "a Bedrock API key also needs `bedrock:CallWithBearerToken`"
        guard let resource = deniedResource else {
            return
                "allow `bedrock:InvokeModel` on the model and, for a `us.` id, on every region of"
                + " its profile; " + key
        }
        guard resource.contains(":foundation-model/"), model.contains("us.") else {
            return "allow `bedrock:InvokeModel` on `\(resource)`: `imgflow policy` writes the"
                + " policy of a program; " + key
        }
        return "the policy covers the inference profile only: allow `bedrock:InvokeModel` on"
            + " `\(resource)` too, and on the same model in every region of the profile:"
            + " `imgflow policy` writes it"
    }

    private var deniedResource: String? {
        let words = message.split(whereSeparator: { " \"'`,()".contains($0) })
        return words.first { $0.hasPrefix("arn:") && $0.contains(":bedrock:") }.map {
            $0.last == "." ? String($0.dropLast()) : String($0)
        }
    }

    private var skew: String {
        guard let seconds = clockSkew?.components.seconds, abs(seconds) >= 60 else {
            return ""
        }
        let distance =
            abs(seconds) >= 7200 ? "\(abs(seconds) / 3600) h" : "\(abs(seconds) / 60) min"
        return ": this machine's clock is \(distance) \(seconds > 0 ? "behind" : "ahead")"
    }

    private var original: String {
        originalStatusCode.map { " (its own status \($0))" } ?? ""
    }

    private var named: String {
        type.map { " `\($0)`" } ?? ""
    }
}
