import FoundationEssentials

/// Any JSON value, for documents whose fields belong to another program.
package enum JSONValue: Codable, Sendable, Equatable {
    case object([String: JSONValue])
    case list([JSONValue])
    case text(String)
    case whole(Int)
    case number(Double)
    case truth(Bool)
    case null

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let members = try? container.decode([String: JSONValue].self) {
            self = .object(members)
        } else if let items = try? container.decode([JSONValue].self) {
            self = .list(items)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let truth = try? container.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? container.decode(Int.self) {
            self = .whole(number)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .null
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .object(let members): try container.encode(members)
        case .list(let items): try container.encode(items)
        case .text(let text): try container.encode(text)
        case .whole(let number): try container.encode(number)
        case .number(let number): try container.encode(number)
        case .truth(let truth): try container.encode(truth)
        case .null: try container.encodeNil()
        }
    }

    /// With the fields of another object in place of its own, at every depth; a list is one value.
    func replacing(_ newer: JSONValue) -> JSONValue {
        guard case .object(let mine) = self, case .object(let theirs) = newer else { return newer }
        return .object(mine.merging(theirs) { (old, new) in old.replacing(new) })
    }
}
