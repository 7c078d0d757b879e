import FoundationEssentials

/// Any JSON, as a request's body may hold.
enum WireValue: Decodable, Sendable {
    case null
    case truth(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([WireValue])
    case object([String: WireValue])

    init(parsing body: [UInt8]) throws(ServiceError) {
        do {
            self = try JSONDecoder().decode(WireValue.self, from: Data(body))
        } catch {
            throw .unparsable
        }
    }

    init(from decoder: any Decoder) throws {
        // Text first: it is the common kind, and megabytes long.
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if value.decodeNil() {
            self = .null
        } else if let truth = try? value.decode(Bool.self) {
            self = .truth(truth)
        } else if let integer = try? value.decode(Int.self) {
            self = .integer(integer)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let list = try? value.decode([WireValue].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: WireValue].self))
        }
    }

    /// As the validator behind Bedrock calls kinds.
    var kind: String {
        switch self {
        case .null: "Null"
        case .truth: "Boolean"
        case .integer: "Integer"
        case .number: "BigDecimal"
        case .text: "String"
        case .list: "JSONArray"
        case .object: "JSONObject"
        }
    }
}
