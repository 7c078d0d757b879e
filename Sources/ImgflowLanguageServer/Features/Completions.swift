import ImgflowEngine
import ImgflowLanguage
import ImgflowReports
import JSONRPC

/// What could stand at a place: what Tab offers at the prompt.
struct Completions {
    private let completion: ProgramCompletion
    private let index: TextIndex

    init(_ help: HelpDesk, _ index: TextIndex, folder: String) {
        self.index = index
        completion = ProgramCompletion(
            help.models, folder: folder, region: help.region, on: help.today)
    }

    /// - Parameter used: what other files bring in, as text in front of the program.
    func list(at place: Int, _ used: String) -> JSON {
        let offer = completion.offer(behind: used + index.head(to: place))
        let start = max(0, place - offer.replaces)
        // What begins on a line above cannot be replaced: the protocol has no such edit.
        guard index.line(of: start) == index.line(of: place) else {
            return ["isIncomplete": false, "items": []]
        }
        let range = index.json(Span(start, place))
        let items = offer.candidates.enumerated().map { number, candidate -> JSON in
            let text = text(of: candidate, at: place)
            var item: [String: JSON] = [
                "label": .string(offer.arePaths ? Self.lastPart(text) : text),
                "kind": .integer(Self.kind(of: candidate.text, offer)),
                "textEdit": ["range": range, "newText": .string(text)],
                "filterText": .string(text),
                // In the order of the prompt.
                "sortText": .string(String("000\(number)".suffix(4))),
            ]
            if !candidate.summary.isEmpty { item["detail"] = .string(candidate.summary) }
            return .object(item)
        }
        return ["isIncomplete": false, "items": .array(items)]
    }

    /// Editors close a quote or a brace as it is opened: it is not written twice.
    private func text(of candidate: Completion.Candidate, at place: Int) -> String {
        var text = candidate.text
        guard text.count > 1, place < index.bytes.count, let last = text.utf8.last,
            [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "}")].contains(last),
            index.bytes[place] == last
        else { return text }
        text.removeLast()
        return text
    }

    private static func lastPart(_ path: String) -> String {
        var name = path[...]
        while let quote = name.last, "\"'".contains(quote) { name.removeLast() }
        let end = name.hasSuffix("/") ? "/" : ""
        return (name.split(separator: "/").last.map(String.init) ?? path) + end
    }

    /// Of the protocol's `CompletionItemKind`.
    private static func kind(of text: String, _ offer: Offer) -> Int {
        if offer.arePaths { return text.hasSuffix("/") ? 19 : 17 }
        if text.hasPrefix("$") { return 6 }
        if text.hasSuffix(":") { return 10 }
        if text.hasPrefix("{") { return 5 }
        if Keywords.statements.contains(text) || Keywords.stages.contains(text) { return 14 }
        return offer.expectation == nil ? 3 : 12
    }
}

extension LinkedProgram {
    /// What used files bring in, as text that may stand in front of the program.
    var exportedText: String {
        var text = ""
        for case .use(let use) in root.program.statements {
            guard let file = targets[use.span].flatMap({ files[$0] }) else { continue }
            for statement in file.program.statements {
                switch statement {
                case .binding(let binding): text += "let \(binding.name.text) = canvas 1x1\n"
                case .definition(let definition) where definition.isSound:
                    text += file.source[definition.head] + " = canvas 1x1\n"
                default: break
                }
            }
        }
        return text
    }
}
