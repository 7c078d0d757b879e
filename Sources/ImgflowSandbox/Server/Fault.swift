/// Something that goes wrong on demand, so that a client can be tried against it.
package struct Fault: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// 429, `ThrottlingException` and `ModelNotReadyException`.
        case throttle, notReady
        /// 408 `ModelTimeoutException`, and no answer at all.
        case modelTimeout, silence
        /// The connection is closed without an answer.
        case reset
        /// The body ends before its length, and the connection with it.
        case truncated
        /// 200 with something that is no JSON.
        case garbage
        case status(Int, type: String)
        case filter(FilterSide)
        /// A normal answer, later.
        case latency(milliseconds: Int)
        /// Of Converse: text where a form was asked for, or a reason to stop.
        case text
        case stop(String)

        var isOfConverse: Bool {
            switch self {
            case .text, .stop: true
            default: false
            }
        }
    }

    package enum FilterSide: String, Hashable, Sendable, Decodable {
        case prompt, input, output, inference
    }

    package var kind: Kind
    /// For so many calls.
    package var count: Int
    /// Only for this id; every model without one.
    package var model: String?

    package init(_ kind: Kind, count: Int = 1, model: String? = nil) {
        self.kind = kind
        self.count = count
        self.model = model
    }
}

/// `{"fault": "throttle", "count": 2, "model": "…"}`; `status:503` may have a `type`, `filter` a
/// `side`, `latency` has `ms`, and `stop`
/// has the `stopReason` as its `type`.
extension Fault: Decodable {
    private enum Keys: String, CodingKey {
        case fault, count, model, type, side, ms
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        let name = try values.decode(String.self, forKey: .fault)
        count = try values.decodeIfPresent(Int.self, forKey: .count) ?? 1
        model = try values.decodeIfPresent(String.self, forKey: .model)
        switch name {
        case "throttle": kind = .throttle
        case "not-ready": kind = .notReady
        case "model-timeout": kind = .modelTimeout
        case "timeout": kind = .silence
        case "reset": kind = .reset
        case "truncated": kind = .truncated
        case "garbage": kind = .garbage
        case "filter":
            kind = .filter(try values.decodeIfPresent(FilterSide.self, forKey: .side) ?? .prompt)
        case "text": kind = .text
        case "malformed-tool": kind = .stop("malformed_tool_use")
        case "cut": kind = .stop("max_tokens")
        case "stop": kind = .stop(try values.decode(String.self, forKey: .type))
        case "latency": kind = .latency(milliseconds: try values.decode(Int.self, forKey: .ms))
        default:
            guard name.hasPrefix("status:"), let status = Int(name.dropFirst(7)),
                (400...599).contains(status)
            else {
                throw DecodingError.dataCorruptedError(
                    forKey: .fault, in: values, debugDescription: "unknown fault `\(name)`")
            }
            let type = try values.decodeIfPresent(String.self, forKey: .type)
            kind = .status(status, type: type ?? Self.usualType(status))
        }
    }

    private static func usualType(_ status: Int) -> String {
        switch status {
        case 403: "AccessDeniedException"
        case 404: "ResourceNotFoundException"
        case 408: "ModelTimeoutException"
        case 424: "ModelErrorException"
        case 429: "ThrottlingException"
        case 503: "ServiceUnavailableException"
        case 500...: "InternalServerException"
        default: "ValidationException"
        }
    }
}
