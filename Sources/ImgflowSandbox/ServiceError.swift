/// An error as Bedrock Runtime words it: reference, sections 3.5, 4.4 and 11.1.
package struct ServiceError: Error, Hashable, Sendable {
    package var status: Int
    /// As in the header `x-amzn-ErrorType`.
    package var type: String
    package var message: String
    /// What the message only counts, for the log of requests.
    package var violations: [String] = []

    static func validation(_ message: String) -> ServiceError {
        ServiceError(status: 400, type: "ValidationException", message: message)
    }

    /// A body that does not fit the model's schema.
    static func malformed(_ violations: [String]) -> ServiceError {
        let what =
            violations.count == 1 ? violations[0] : "\(violations.count) schema violations found"
        var error = ServiceError.validation(
            "Malformed input request: \(what), please reformat your input and try again.")
        error.violations = violations
        return error
    }

    static let unparsable = validation(
        "Malformed input request, please reformat your input and try again.")

    static let unknownModel = validation("The provided model identifier is invalid.")

    static let endOfLife = ServiceError(
        status: 404, type: "ResourceNotFoundException",
        message: "This model version has reached the end of its life. Please refer to the AWS "
            + "documentation for more details.")

    /// What a Stability model says of its own, as it arrives inside Bedrock's message.
    static func detail(_ text: String) -> ServiceError {
        .validation(#"{"detail":\#(JSONText.quoted(text))}"#)
    }

    static let bodyTooLarge = ServiceError(
        status: 400, type: "ValidationException",
        message: "1 validation error detected: Value at 'body' failed to satisfy constraint: "
            + "Member must have length less than or equal to \(Limits.requestBytes)")

    static let throttled = ServiceError(
        status: 429, type: "ThrottlingException",
        message: "Too many requests, please wait before trying again.")

    static let notReady = ServiceError(
        status: 429, type: "ModelNotReadyException",
        message: "The model is not ready for inference. Please try again.")

    static let timedOut = ServiceError(
        status: 408, type: "ModelTimeoutException",
        message: "Model has timed out in processing the request. Try your request again.")

    static func failed(_ reason: String) -> ServiceError {
        ServiceError(
            status: 424, type: "ModelErrorException",
            message: "The request failed due to an error while processing the model: \(reason)")
    }
}

enum Limits {
    /// botocore, `Body.max`.
    static let requestBytes = 25_000_000
    /// Reference, section 4.4.
    static let responseBytes = 16_777_216
}
