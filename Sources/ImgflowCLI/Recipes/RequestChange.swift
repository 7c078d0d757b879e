import FoundationEssentials

/// What differs between two requests, in words.
enum RequestChange {
    static func changes(from old: String, to new: String) -> [String] {
        let (before, after) = (fields(old), fields(new))
        return Set(before.keys).union(after.keys).sorted().compactMap { name in
            let (was, now) = (before[name], after[name])
            guard was != now else { return nil }
            // A picture stands as its hash, which tells nobody anything.
            if [was, now].allSatisfy({ $0.map(isHash) ?? false }) {
                return "\(name) is another picture"
            }
            return
                "\(name) was \(was.map(words) ?? "not there"), is \(now.map(words) ?? "not there")"
        }
    }

    private static func words(_ text: String) -> String {
        text.count > 80 ? "\(text.prefix(77))…" : text
    }

    private static func isHash(_ text: String) -> Bool {
        text.utf8.count == 66 && text.dropFirst().dropLast().allSatisfy(\.isHexDigit)
    }

    /// Each value by its path.
    private static func fields(_ text: String) -> [String: String] {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
            return [:]
        }
        var found: [String: String] = [:]
        func look(_ value: JSONValue, _ path: String) {
            switch value {
            case .object(let members):
                for (name, member) in members {
                    look(member, path.isEmpty ? name : "\(path).\(name)")
                }
            case .list(let items):
                for (offset, item) in items.enumerated() { look(item, "\(path)[\(offset)]") }
            case .leaf(let text): found[path] = text
            }
        }
        look(value, "")
        return found
    }

    private enum JSONValue: Decodable {
        case object([String: JSONValue])
        case list([JSONValue])
        case leaf(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let members = try? container.decode([String: JSONValue].self) {
                self = .object(members)
            } else if let items = try? container.decode([JSONValue].self) {
                self = .list(items)
            } else if let text = try? container.decode(String.self) {
                self = .leaf("`\(text)`")
            } else if let number = try? container.decode(Int.self) {
                self = .leaf("\(number)")
            } else if let number = try? container.decode(Double.self) {
                self = .leaf("\(number)")
            } else if let truth = try? container.decode(Bool.self) {
                self = .leaf("\(truth)")
            } else {
                self = .leaf("null")
            }
        }
    }
}
