import FoundationEssentials
import ImageFacts
import ImgflowImages

/// A request of Converse that the service accepts. Reference: docs/vision-models.md, section 2;
/// where the service's own words are not known they are the sandbox's.
struct Conversation {
    struct Tool {
        var name: String
        var schema: [String: WireValue]
    }

    var facts: SeeingFacts
    /// What each image shows. Only the first is kept decoded: a request may hold gigabytes of pixels.
    var observations: [Observation]
    /// The first, opaque.
    var picture: Pixels?
    /// The user's and the system's.
    var texts: [String]
    var mostTokens: Int
    /// The form that must be filled in.
    var tool: Tool?

    init(_ body: WireValue, _ facts: SeeingFacts) throws {
        self.facts = facts
        observations = []
        texts = []
        mostTokens = facts.mostTokens
        guard case .object(let fields) = body else { throw ServiceError.unparsable }
        try readSystem(fields["system"])
        guard case .list(let messages)? = fields["messages"], !messages.isEmpty else {
            throw ServiceError.validation(
                "A conversation must start with a user message. Try again with a conversation that "
                    + "starts with a user message.")
        }
        // Before one is decoded.
        try limitImages(of: messages)
        var last = "assistant"
        for (index, message) in messages.enumerated() {
            last = try read(message, at: index, after: last)
        }
        try readInference(fields["inferenceConfig"])
        if fields["outputConfig"] != nil, facts.isNova {
            throw ServiceError.validation("This model doesn't support the outputConfig field")
        }
        try readTool(fields["toolConfig"])
    }

    private mutating func readSystem(_ value: WireValue?) throws(ServiceError) {
        guard let value else { return }
        guard case .list(let blocks) = value else { throw .unparsable }
        if facts.isNova, blocks.count > 1 {
            throw .validation("system: this model accepts one system text")
        }
        for block in blocks {
            guard case .object(let fields) = block, case .text(let text)? = fields["text"] else {
                throw .validation("system: expected a text")
            }
            guard !text.isBlank else {
                throw .validation(
                    "The text field in the SystemContentBlock object is blank. Add text to the text field, and try again."
                )
            }
            texts.append(text)
        }
    }

    /// - Returns: whose message it is.
    private mutating func read(
        _ message: WireValue, at index: Int, after last: String
    ) throws -> String {
        guard case .object(let fields) = message, case .text(let role)? = fields["role"],
            case .list(let blocks)? = fields["content"]
        else { throw ServiceError.validation("messages.\(index): expected a role and content") }
        guard role == "user" || role == "assistant" else {
            throw ServiceError.validation(
                "1 validation error detected: Value at 'messages.\(index + 1).member.role' failed to "
                    + "satisfy constraint: Member must satisfy enum value set: [user, assistant]")
        }
        guard index > 0 || role == "user" else {
            throw ServiceError.validation(
                "A conversation must start with a user message. Try again with a conversation that "
                    + "starts with a user message.")
        }
        guard role != last else {
            throw ServiceError.validation(
                "A conversation must alternate between user and assistant roles. Make sure the "
                    + "conversation alternates between user and assistant roles and try again.")
        }
        guard !blocks.isEmpty else {
            throw ServiceError.validation(
                "messages.\(index).content: at least one block is required")
        }
        for (place, block) in blocks.enumerated() {
            guard case .object(let union) = block, union.count == 1, let (kind, value) = union.first
            else {
                throw ServiceError.validation(
                    "messages.\(index).content.\(place): exactly one member of the union must be set"
                )
            }
            switch (kind, value) {
            case ("text", .text(let text)):
                guard !text.isBlank else {
                    throw ServiceError.validation(
                        "The text field in the ContentBlock object at messages.\(index).content.\(place) is blank. Add text to the text field, and try again."
                    )
                }
                texts.append(text)
            case ("image", .object(let image)):
                guard role == "user" else {
                    throw ServiceError.validation(
                        "messages.\(index): images stand in the user's messages only")
                }
                let pixels = try SeenImage(image, at: (index, place), of: facts).pixels
                observations.append(try Observation(pixels))
                if picture == nil { picture = pixels }
            default:
                throw ServiceError.validation(
                    "messages.\(index).content.\(place): the sandbox reads text and images only")
            }
        }
        return role
    }

    /// Converse takes 20 in a message; Nova 5 inline in a request.
    private func limitImages(of messages: [WireValue]) throws(ServiceError) {
        func check(_ count: Int, _ limit: Int) throws(ServiceError) {
            guard count > limit else { return }
            throw .validation(
                "The model returned the following errors: too many images: \(count) > \(limit)")
        }
        var all = 0
        for message in messages {
            guard case .object(let fields) = message, case .list(let blocks)? = fields["content"]
            else { continue }
            let count = blocks.count {
                if case .object(let union) = $0 { union["image"] != nil } else { false }
            }
            all += count
            if !facts.isNova { try check(count, 20) }
        }
        if facts.isNova { try check(all, 5) }
    }

    private mutating func readInference(_ value: WireValue?) throws(ServiceError) {
        guard let value else { return }
        guard case .object(let members) = value else { throw .unparsable }
        let fields = Fields(members)
        if fields.has("maxTokens") {
            guard let tokens = fields.integer("maxTokens"), tokens >= 1 else {
                throw .validation(
                    "1 validation error detected: Value at 'inferenceConfig.maxTokens' failed to "
                        + "satisfy constraint: Member must have value greater than or equal to 1")
            }
            guard tokens <= facts.mostTokens else {
                throw .validation(
                    "The maximum tokens you requested exceeds the model limit of \(facts.mostTokens). Try again with a maximum tokens value that is lower than \(facts.mostTokens)."
                )
            }
            mostTokens = tokens
        }
        for name in ["temperature", "topP"] where fields.has(name) {
            guard let number = fields.number(name), (0...1).contains(number) else {
                throw .validation(
                    "1 validation error detected: Value at 'inferenceConfig.\(name)' failed to "
                        + "satisfy constraint: Member must have value between 0 and 1")
            }
            if facts.family == .newClaude {
                let word = name == "topP" ? "top_p" : name
                throw .validation(
                    "The model returned the following errors: `\(word)` is deprecated for this model."
                )
            }
        }
        if facts.family == .claude, fields.has("temperature"), fields.has("topP") {
            throw .validation(
                "The model returned the following errors: `temperature` and `top_p` cannot both be specified for this model. Please use only one."
            )
        }
    }

    private mutating func readTool(_ value: WireValue?) throws(ServiceError) {
        guard let value else { return }
        guard case .object(let config) = value, case .list(let tools)? = config["tools"],
            !tools.isEmpty
        else { throw .validation("toolConfig.tools: at least one tool is required") }
        var found: [Tool] = []
        for tool in tools {
            guard case .object(let union) = tool, case .object(let spec)? = union["toolSpec"],
                case .text(let name)? = spec["name"],
                case .object(let input)? = spec["inputSchema"],
                case .object(let schema)? = input["json"]
            else {
                throw .validation("toolConfig.tools: expected a toolSpec with inputSchema.json")
            }
            guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy(Self.isOfName) else {
                throw .validation(
                    "1 validation error detected: Value '\(name)' at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+"
                )
            }
            guard case .text("object")? = schema["type"] else {
                throw .validation("toolConfig.tools: the schema's type must be object")
            }
            found.append(Tool(name: name, schema: schema))
        }
        if facts.isNova, found.contains(where: { $0.name.contains("-") }) {
            throw .invalidToolUse
        }
        guard let choice = config["toolChoice"] else { return }
        guard case .object(let union) = choice, union.count == 1 else {
            throw .validation("toolConfig.toolChoice: exactly one member of the union must be set")
        }
        switch union.first {
        case ("tool", .object(let named))?:
            guard case .text(let name)? = named["name"] else {
                throw .validation("toolConfig.toolChoice.tool.name: expected a text")
            }
            guard let wanted = found.first(where: { $0.name == name }) else {
                throw .validation("toolConfig.toolChoice: no tool is named \(name)")
            }
            tool = wanted
        case ("any", .object)?: tool = found.first
        case ("auto", .object)?: break
        default:
            throw .validation("toolConfig.toolChoice: expected one of auto, any, tool")
        }
        // Nova leaves a tool alone whose schema has more at its top.
        let known: Set = ["type", "properties", "required"]
        if facts.isNova, let tool, !Set(tool.schema.keys).isSubset(of: known) { self.tool = nil }
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// What goes in, by the reference's formulas.
    var inputTokens: Int {
        observations.reduce(0) { $0 + facts.tokens(of: $1.size) }
            + texts.reduce(0) { $0 + ($1.utf8.count + 3) / 4 }
            + (tool == nil ? 0 : facts.toolTokens)
    }
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

extension ServiceError {
    /// Nova's filter of what goes in.
    static func blocked(_ what: String) -> ServiceError {
        .validation(
            "This request has been blocked by our content filters. Please adjust your \(what) to "
                + "submit a new request.")
    }

    static let invalidToolUse = ServiceError(
        status: 424, type: "ModelErrorException",
        message: "Model produced invalid sequence as part of ToolUse. Please refer to the model "
            + "tool use troubleshooting guide.")
}
