/// Why a model stopped. Source: botocore, StopReason; docs/vision-models.md, 2.1.
package enum StopReason: Hashable, Sendable {
    case endTurn
    case toolUse
    case maxTokens
    case stopSequence
    case contentFiltered
    case guardrailIntervened
    case malformedToolUse
    case malformedModelOutput
    case contextWindowExceeded
    /// One that is newer than this release.
    case other(String)

    package init(_ word: String) {
        self =
            switch word {
            case "end_turn": .endTurn
            case "tool_use": .toolUse
            case "max_tokens": .maxTokens
            case "stop_sequence": .stopSequence
            case "content_filtered": .contentFiltered
            case "guardrail_intervened": .guardrailIntervened
            case "malformed_tool_use": .malformedToolUse
            case "malformed_model_output": .malformedModelOutput
            case "model_context_window_exceeded": .contextWindowExceeded
            default: .other(word)
            }
    }
}

/// Why a 200 response cannot be used. It may be billed all the same.
package enum ConverseProblem: Error, Hashable, Sendable {
    case notJSON(offset: Int)
    /// JSON, but not of the documented shape.
    case unexpected(String)
    /// `maxTokens` were not enough: what came is never read.
    case cut(after: Int?)
    /// More text than anything that is asked for.
    case tooLong(bytes: Int)
    case filtered(said: String)
    case guardrail(said: String)
    case malformedTool
    case malformedOutput
    case tooMuch
    case stopped(String)
    /// Text came where the tool was asked for.
    case noTool(String)
    case noText
    /// A field of the form does not hold what it must.
    case field(String, String)
    /// Words where boxes were asked for, or numbers that are no box.
    case noBox(String)
}

extension ConverseProblem {
    /// Chance may give a better response: it is asked once more, as a call of its own.
    package var mayBeAskedAgain: Bool {
        switch self {
        case .malformedTool, .malformedOutput, .noTool, .noText, .field, .noBox: true
        case .notJSON, .unexpected, .cut, .tooLong, .filtered, .guardrail, .tooMuch, .stopped: false
        }
    }

    /// The content was refused, not the request.
    package var isRefusal: Bool {
        switch self {
        case .filtered, .guardrail: true
        default: false
        }
    }

    package var hints: [String] {
        switch self {
        case .cut, .tooLong:
            ["ask for fewer words or fewer things, or use a model with a longer output"]
        case .filtered: ["use another image, or rephrase the question"]
        case .guardrail: ["the guardrail is a setting of your account: see its trace in Bedrock"]
        case .malformedTool, .malformedOutput, .noTool, .noText, .field, .noBox:
            ["run it again, or use another model"]
        case .tooMuch: ["use fewer or smaller images"]
        case .stopped:
            ["this release does not know the reason: `imgflow models --live` lists models"]
        case .notJSON, .unexpected: ["is the endpoint URL right, and is a proxy in front of it?"]
        }
    }
}

extension ConverseProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notJSON(let offset): "the response is not JSON (byte \(offset))"
        case .unexpected(let what): "the response does not have the documented form: \(what)"
        case .cut(let tokens):
            "the response was cut"
                + (tokens.map { " after \($0) tokens" } ?? " at its limit of tokens (`maxTokens`)")
        case .tooLong(let bytes): "the text of the response is longer than \(bytes / 1_000) kB"
        case .filtered: "the content filter refused the response"
        case .guardrail(let said):
            "a guardrail of the account intervened" + (said.isEmpty ? "" : ": \(said)")
        case .malformedTool: "the model filled in the form in a broken way"
        case .malformedOutput: "the model's output was broken"
        case .tooMuch: "the request exceeds what the model can read at once"
        case .stopped(let reason): "the model stopped for the reason `\(reason)`"
        case .noTool(let name): "the model returned text instead of the form `\(name)`"
        case .noText: "the model returned no text"
        case .field(let name, let expected): "`\(name)` in the response is not \(expected)"
        case .noBox(let what): "the response does not hold boxes: \(what)"
        }
    }
}
