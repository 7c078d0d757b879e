package import ImageFacts

/// The facts of a model that do not depend on a request.
package struct ModelCard: Sendable {
    /// The word of `model:`.
    package var name: String
    /// As AWS's console and model cards spell it.
    package var title: String
    /// What it is for, to stand behind its name: `repaints what a mask shows`.
    package var does: String
    /// What goes into the URL: a model id, or a US inference profile id for the services.
    package var invocationID: String
    /// The id behind an application inference profile, which an account makes to tag its costs; nil where
    /// `invocationID` is the model's own.
    package var profiledID: String?
    package var regions: [String]
    package var lifecycle: Lifecycle
    /// The price of one image with the model's default options.
    package var price: Price
    package var quota: Quota
    /// What the model takes as its image; nil when it takes none.
    package var input: ImageLimits?
    /// Characters of a prompt.
    package var promptLength: ClosedRange<Int>?
    package var outputFormats: [ImageFormat]
    /// What the model takes as its seed.
    package var seeds: ClosedRange<Int>

    package init(
        name: String, title: String, does: String, invocationID: String, regions: [String],
        lifecycle: Lifecycle, price: Price, quota: Quota, input: ImageLimits?,
        promptLength: ClosedRange<Int>?, outputFormats: [ImageFormat],
        seeds: ClosedRange<Int> = Stability.seeds
    ) {
        self.name = name
        self.title = title
        self.does = does
        self.invocationID = invocationID
        self.regions = regions
        self.lifecycle = lifecycle
        self.price = price
        self.quota = quota
        self.input = input
        self.promptLength = promptLength
        self.outputFormats = outputFormats
        self.seeds = seeds
    }

    /// The model itself, whichever name it is called by: answers are known by it.
    package var modelID: String { profiledID ?? invocationID }
}

/// A model: its facts, and (in the file that conforms) its request, its answer and its output size.
package protocol BedrockModel: Sendable {
    static var card: ModelCard { get }
    /// Reads the body of a 200 response.
    static func answer(from body: UnsafeRawBufferPointer) throws(AnswerProblem) -> ModelAnswer
    /// The price of an image that a body of the user's own asks for.
    ///
    /// - Parameter input: the size of the image that goes in, where it is known.
    static func price(_ body: BodyFacts, of input: PixelSize?) -> Price
}

extension BedrockModel {
    package static func price(_ body: BodyFacts, of input: PixelSize?) -> Price { card.price }
}

/// Limits of the service itself, the same for every model.
package enum BedrockLimits {
    /// Bytes of a request's body, base64 and all. Source: botocore 1.43.11, `Body.max`.
    package static let requestBytes = 25_000_000
    /// Bytes of an answer's body. Source: bedrock-image-mcp-server 0.5.0, live.
    package static let answerBytes = 16_777_216

    /// Whether an image of this many pixels fits an answer in this format, in the worst case of a
    /// PNG that cannot be compressed: 3 or 4 bytes a pixel, and a third more as base64.
    package static func answerHolds(pixels: Int, format: ImageFormat, hasAlpha: Bool) -> Bool {
        guard format == .png else { return true }
        return pixels * (hasAlpha ? 4 : 3) / 3 * 4 + 65_536 <= answerBytes
    }
}
