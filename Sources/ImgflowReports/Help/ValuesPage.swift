package import ImgflowLanguage
import ImgflowTerminal

/// The values of a parameter whose list is too long for a verb's page: `imgflow help styles`.
package struct ValuesPage {
    /// The longest list that a verb's page shows.
    static let inline = 6

    package let topic: String
    private let lists: [(verbs: [String], words: [String])]

    /// Every long list of the catalog, by the parameter's name.
    package static func all(_ catalog: Catalog) -> [ValuesPage] {
        var order: [String] = []
        var found: [String: [(verbs: [String], words: [String])]] = [:]
        for signature in catalog.signatures {
            for parameter in signature.allParameters {
                for words in longLists(parameter.type) {
                    if found[parameter.name] == nil { order.append(parameter.name) }
                    var lists = found[parameter.name] ?? []
                    if let same = lists.firstIndex(where: { $0.words == words }) {
                        lists[same].verbs.append(signature.name)
                    } else {
                        lists.append(([signature.name], words))
                    }
                    found[parameter.name] = lists
                }
            }
        }
        return order.map { ValuesPage(topic: topic($0), lists: found[$0] ?? []) }
    }

    /// - Parameter word: `styles`, or the parameter's own name.
    package init?(_ word: String, in catalog: Catalog) {
        guard
            let page = Self.all(catalog).first(where: {
                $0.topic == word || $0.topic == Self.topic(word)
            })
        else { return nil }
        self = page
    }

    private init(topic: String, lists: [(verbs: [String], words: [String])]) {
        self.topic = topic
        self.lists = lists
    }

    /// `style` is described as `styles`.
    static func topic(_ parameter: String) -> String {
        parameter.hasSuffix("s") ? parameter : parameter + "s"
    }

    private static func longLists(_ type: ValueType) -> [[String]] {
        switch type {
        case .word(let words): words.count > inline ? [words] : []
        case .list(let element, _): longLists(element)
        case .either(let types): types.flatMap(longLists)
        default: []
        }
    }

    package var text: String {
        var text = "\(topic)\n"
        for list in lists {
            text += "\n\(list.verbs.joined(separator: ", ")):\n" + Self.wrapped(list.words)
        }
        return text
    }

    /// Lines of at most 80 columns.
    private static func wrapped(_ words: [String]) -> String {
        var lines: [String] = []
        for word in words {
            if let last = lines.last, last.count + word.count + 2 <= 80 {
                lines[lines.count - 1] = "\(last), \(word)"
            } else {
                if let last = lines.last { lines[lines.count - 1] = last + "," }
                lines.append("  " + word)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
