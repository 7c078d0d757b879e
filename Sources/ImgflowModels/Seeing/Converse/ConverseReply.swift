/// A 200 response of Converse, whatever it came to.
package struct ConverseReply: Hashable, Sendable {
    package var stopReason: StopReason
    /// The texts, joined; what a model thought before it used the tool is left out.
    package var text: String
    /// The forms that were filled in, in their order.
    package var forms: [Form]
    /// Nil where the service does not say: then it may have cost the most.
    package var usage: TokenUsage?

    /// Of all texts together, in bytes: a hundred boxes, and thoughts before them, are within it.
    private static let longestText = 64_000

    package struct Form: Hashable, Sendable {
        package var name: String
        package var input: SeenValue
    }

    /// Reads what is documented and leaves the rest.
    package static func read(_ body: [UInt8]) throws(ConverseProblem) -> ConverseReply {
        let scanned: JSONScanner.Value
        do { scanned = try JSONScanner.scan(body) } catch { throw .notJSON(offset: error.offset) }
        let (json, said) = body.withUnsafeBytes {
            (SeenValue(scanned, in: $0), texts(of: scanned, in: $0))
        }
        return try read(json, said: said)
    }

    /// The whole of what was said, where a cut would lose boxes silently; nil where that is too much.
    private static func texts(
        of scanned: JSONScanner.Value, in bytes: UnsafeRawBufferPointer
    ) -> [String]? {
        var texts: [String] = []
        var left = longestText
        for block in scanned["output"]?["message"]?["content"]?.items ?? [] {
            guard let text = block["text"], text.isString else { continue }
            guard let said = text.wholeString(in: bytes, upTo: left) else { return nil }
            texts.append(said)
            left -= said.utf8.count
        }
        return texts
    }

    private static func read(
        _ json: SeenValue, said texts: [String]?
    ) throws(ConverseProblem) -> ConverseReply {
        // Nova's own pages put a block of the output filter here, in a 200.
        if case .text(let said)? = json["error"], json["output"] == nil {
            throw .filtered(said: said)
        }
        guard case .text(let reason)? = json["stopReason"] else {
            throw .unexpected("no `stopReason`")
        }
        let content = json["output"]?["message"]?["content"]
        guard case .list(let blocks)? = content else {
            throw .unexpected("no `output.message.content`")
        }
        guard let texts else { throw .tooLong(bytes: longestText) }
        var forms: [Form] = []
        for block in blocks {
            if case .text(let name)? = block["toolUse"]?["name"],
                let input = block["toolUse"]?["input"]
            {
                forms.append(Form(name: name, input: input))
            }
        }
        return ConverseReply(
            stopReason: StopReason(reason), text: thoughtless(texts.joined()), forms: forms,
            usage: usage(json["usage"]))
    }

    /// Negative or absurd counts are none.
    private static func usage(_ json: SeenValue?) -> TokenUsage? {
        guard let input = json?["inputTokens"]?.whole, let output = json?["outputTokens"]?.whole,
            (0...10_000_000).contains(input), (0...10_000_000).contains(output)
        else { return nil }
        return TokenUsage(input: input, output: output)
    }

    /// Nova may say what it thinks in `<thinking>…</thinking>` before the rest.
    private static func thoughtless(_ text: String) -> String {
        let lead = text.drop(while: \.isWhitespace)
        guard lead.hasPrefix("<thinking>") else { return text }
        let end = "</thinking>"
        var at = lead.startIndex
        while at < lead.endIndex {
            if lead[at...].hasPrefix(end) { return String(lead[at...].dropFirst(end.count)) }
            at = lead.index(after: at)
        }
        return ""
    }
}

extension ConverseReply {
    /// The text that was asked for.
    package func plainText() throws(ConverseProblem) -> String {
        try checkEnd()
        guard text.contains(where: { !$0.isWhitespace }) else { throw .noText }
        return text
    }

    /// The first form of this name.
    package func form(_ name: String) throws(ConverseProblem) -> SeenValue {
        try checkEnd()
        guard let form = forms.first(where: { $0.name == name }) else { throw .noTool(name) }
        guard case .object = form.input else { throw .field(name, "an object") }
        return form.input
    }

    private func checkEnd() throws(ConverseProblem) {
        switch stopReason {
        case .endTurn, .toolUse, .stopSequence: return
        case .maxTokens: throw .cut(after: usage?.output)
        case .contentFiltered: throw .filtered(said: SeenText.line(text, longest: 300))
        case .guardrailIntervened: throw .guardrail(said: SeenText.line(text, longest: 300))
        case .malformedToolUse: throw .malformedTool
        case .malformedModelOutput: throw .malformedOutput
        case .contextWindowExceeded: throw .tooMuch
        case .other(let word): throw .stopped(SeenText.line(word, longest: 80))
        }
    }
}
