package import ImageFacts

/// What a model is asked about images. Source of every field: botocore 1.43.11, Converse, and
/// docs/vision-models.md, section 2.
package struct ConverseRequest: Hashable, Sendable {
    /// A piece of the user's message, in the order in which it is read.
    package enum Part: Hashable, Sendable {
        /// A string, or what only the run knows.
        case text(RequestValue)
        /// Of this format; nil where it is known when the image is there.
        case image(ImageRole, ImageFormat?)
    }

    /// Who the model is to be; task and format stand in the user's message, which weighs more.
    package var system: String?
    /// Images first, the task last.
    package var parts: [Part]
    /// `maxTokens`.
    package var longestAnswer: Int
    /// The form that the model must fill in; nil where plain text is asked for.
    package var tool: ConverseTool?

    package init(
        system: String? = nil, _ parts: [Part], longestAnswer: Int, tool: ConverseTool? = nil
    ) {
        self.system = system
        self.parts = parts
        self.longestAnswer = longestAnswer
        self.tool = tool
    }

    package var images: Int {
        parts.count { if case .image = $0 { true } else { false } }
    }
}

/// Why a model cannot be asked this.
package enum ConverseRefusal: Error, Hashable, Sendable {
    case tooManyImages(Int, limit: Int)
    case format(ImageFormat)
    /// The task is missing, or does not stand last.
    case noTask
    /// A text of nothing but white space, which Converse refuses.
    case blankText
    case outputTokens(Int, limit: ClosedRange<Int>)
    case forcedTool
    case toolName(String)
}

extension ConverseRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooManyImages(let count, let limit):
            "\(count) images in one call, of at most \(limit)"
        case .format(let format): "\(format.rawValue) is not a format that the model reads"
        case .noTask: "the request has no text after its images"
        case .blankText: "the request has a text that is blank"
        case .outputTokens(let count, let limit):
            "\(count) output tokens, of \(limit.lowerBound) to \(limit.upperBound)"
        case .forcedTool: "the model does not accept a forced tool"
        case .toolName(let name): "`\(name)` is not a name that the model accepts for a tool"
        }
    }
}

extension ConverseRequest {
    /// With a forced tool, fewer tokens than these may cut the form, which Nova reports as 424.
    package static let fewestToolTokens = 1_000

    /// The body as this model takes it.
    package func body(of card: SeeingCard) throws(ConverseRefusal) -> RequestValue {
        try check(card)
        var message: [RequestValue] = []
        for part in parts {
            switch part {
            case .text(let text): message.append(.fields(("text", text)))
            case .image(let role, let format):
                message.append(
                    .fields(
                        (
                            "image",
                            .fields(
                                ("format", format.map { .string($0.rawValue) } ?? .format(role)),
                                ("source", .fields(("bytes", .image(role)))))
                        )))
            }
        }
        return .fields(
            ("system", system.map { .list([.fields(("text", .string($0)))]) }),
            (
                "messages",
                .list([.fields(("role", .string("user")), ("content", .list(message)))])
            ),
            (
                "inferenceConfig",
                .fields(
                    ("maxTokens", .integer(longestAnswer)),
                    ("temperature", card.takesTemperature ? .integer(0) : nil))
            ),
            ("toolConfig", tool?.configuration),
            // Documented for the first generation of Nova, with temperature 0.
            (
                "additionalModelRequestFields",
                card.family == .nova1
                    ? .fields(("inferenceConfig", .fields(("topK", .integer(1))))) : nil
            ))
    }

    private func check(_ card: SeeingCard) throws(ConverseRefusal) {
        guard images <= card.limits.images else {
            throw .tooManyImages(images, limit: card.limits.images)
        }
        for case .image(_, let format?) in parts where !card.limits.formats.contains(format) {
            throw .format(format)
        }
        guard case .text(let task)? = parts.last, !task.isBlank else { throw .noTask }
        for case .text(let text) in parts where text.isBlank { throw .blankText }
        if let system, RequestValue.string(system).isBlank { throw .blankText }
        let fewest = tool == nil ? 1 : Self.fewestToolTokens
        guard (fewest...card.longestAnswer).contains(longestAnswer) else {
            throw .outputTokens(longestAnswer, limit: fewest...card.longestAnswer)
        }
        guard let tool else { return }
        guard card.takesForcedTool else { throw .forcedTool }
        guard tool.isNamed(for: card.family) else { throw .toolName(tool.name) }
    }
}

extension RequestValue {
    /// A text without a letter, as far as it is known before the call.
    fileprivate var isBlank: Bool {
        if case .string(let text) = self { text.allSatisfy(\.isWhitespace) } else { false }
    }
}
