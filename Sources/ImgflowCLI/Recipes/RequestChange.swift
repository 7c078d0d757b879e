import FoundationEssentials
import ImgflowBedrock

/// What differs between two requests, in words.
enum RequestChange {
    static func changes(from old: String, to new: String) -> [String] {
        let (before, after) = (fields(old), fields(new))
        return Set(before.keys).union(after.keys).sorted().compactMap { name in
            let (was, now) = (before[name], after[name])
            guard was != now else { return nil }
            // An image stands as its hash, which tells nobody anything.
            if [was, now].allSatisfy({ $0.map(isHash) ?? false }) {
                return "\(name) is another image"
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
            default: found[path] = leaf(value)
            }
        }
        look(value, "")
        return found
    }

    private static func leaf(_ value: JSONValue) -> String {
        switch value {
        case .text(let text): "`\(text)`"
        case .whole(let number): "\(number)"
        case .number(let number): "\(number)"
        case .truth(let truth): "\(truth)"
        case .null, .object, .list: "null"
        }
    }
}
