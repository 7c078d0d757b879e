import ImageFacts
import ImgflowImages

/// The response to a conversation: one request always has one, byte for byte.
struct ConverseAnswer {
    /// What goes wrong on demand.
    enum Mishap: Hashable, Sendable {
        /// Text where a form was asked for.
        case text
        /// This reason to stop.
        case stop(String)
    }

    let conversation: Conversation

    /// Of the last text, since images stand before the task.
    private var task: String { conversation.texts.last ?? "" }

    func body(_ mishap: Mishap?) throws -> [UInt8] {
        let facts = conversation.facts
        let plain = try text(conversation.observations)
        switch mishap {
        case .text: return response([block(text: plain)], "end_turn", length: plain.utf8.count)
        case .stop(let reason): return stopped(reason, plain)
        case nil: break
        }
        guard let tool = conversation.tool else {
            let most = conversation.mostTokens * 4
            guard plain.utf8.count > most else {
                return response([block(text: plain)], "end_turn", length: plain.utf8.count)
            }
            let cut = String(decoding: plain.utf8.prefix(most), as: UTF8.self)
            return response([block(text: cut)], "max_tokens", length: most)
        }
        var filler = FormFiller(
            observations: conversation.observations, boxes: try found(),
            limit: conversation.mostTokens * 4)
        guard let input = filler.filled(tool.schema, named: tool.name) else {
            if facts.isNova { throw ServiceError.invalidToolUse }
            return response([], "max_tokens", length: conversation.mostTokens * 4)
        }
        return response(
            [block(tool: tool.name, input: input)], "tool_use", length: input.utf8.count)
    }

    /// What came until the model stopped for a reason.
    private func stopped(_ reason: String, _ plain: String) -> [UInt8] {
        switch reason {
        case "content_filtered":
            return response(
                [block(text: " - The generated text has been blocked by our content filters.")],
                reason, length: 0)
        case "guardrail_intervened":
            return response(
                [block(text: "sandbox: the guardrail's own message")], reason, length: 0)
        case "malformed_tool_use":
            let name = conversation.tool?.name ?? "tool"
            let inner = "<__function=\(name)>\n<__parameter=scores>\n[{"
            return response([block(text: inner)], reason, length: inner.utf8.count)
        case "max_tokens":
            let cut = String(plain.prefix(12))
            return response([block(text: cut)], reason, length: conversation.mostTokens * 4)
        default:
            return response([block(text: plain)], reason, length: plain.utf8.count)
        }
    }

    // MARK: Plain text

    private func text(_ observations: [Observation]) throws -> String {
        let words = task.lowercased()
        if words.contains("bounding box") || words.contains("bbox") { return try boxes() }
        if observations.isEmpty { return "sandbox: no image came" }
        return observations.map(\.sentence).joined(separator: "; ")
    }

    /// What the task names: behind `described by:`, or in quotes, else all of it.
    private var phrase: String {
        if let start = task.firstRange(of: "described by:") {
            let rest = task[start.upperBound...]
            return String(rest.prefix { $0 != "." && $0 != "\n" })
        }
        for quote: Character in ["'", "\""] {
            let parts = task.split(separator: quote, omittingEmptySubsequences: false)
            if parts.count >= 3 { return String(parts[1]) }
        }
        return task
    }

    private func found() throws -> [[Int]] {
        guard let picture = conversation.picture else { return [] }
        return try FoundBoxes(of: phrase, in: picture).boxes.prefix(8).map {
            $0.numbers(of: conversation.facts, in: picture.size)
        }
    }

    /// As each model writes them: reference, section 3.
    private func boxes() throws -> String {
        let all = try found()
        // One region is asked for by its description, several by their names.
        let wanted =
            task.contains("described by:") && !task.contains(" each") && !task.contains("every")
            ? Array(all.prefix(1)) : all
        func list(_ box: [Int]) -> String { "[\(box.map(String.init).joined(separator: ", "))]" }
        guard !wanted.isEmpty else { return "[]" }
        let name = JSONText.quoted(phrase.trimmed)
        switch conversation.facts.family {
        case .nova2: return wanted.map(list).joined(separator: ", ") + "."
        case .nova: return "[\(wanted.map { "{\(name): \(list($0))}" }.joined(separator: ", "))]"
        case .qwen:
            let items = wanted.map { #"{"bbox_2d": \#(list($0)), "label": \#(name)}"# }
            return "```json\n[\(items.joined(separator: ", "))]\n```"
        case .claude, .newClaude: return wanted.map(list).joined(separator: ", ")
        case .mistral: return "sandbox: no boxes are known of this model"
        }
    }

    // MARK: JSON

    private func block(text: String) -> String { #"{"text":\#(JSONText.quoted(text))}"# }

    private func block(tool name: String, input: String) -> String {
        #"{"toolUse":{"toolUseId":"tooluse_sandbox","name":\#(JSONText.quoted(name)),"input":\#(input)}}"#
    }

    /// - Parameter length: bytes of what came out, four to a token.
    private func response(_ blocks: [String], _ reason: String, length: Int) -> [UInt8] {
        let (input, output) = (conversation.inputTokens, (length + 3) / 4)
        return Array(
            (#"{"output":{"message":{"role":"assistant","content":[\#(blocks.joined(separator: ","))]}},"#
                + #""stopReason":\#(JSONText.quoted(reason)),"usage":{"inputTokens":\#(input),"outputTokens":\#(output),"totalTokens":\#(input + output)},"#
                + #""metrics":{"latencyMs":1}}"#).utf8)
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
