package import ImageFacts
package import ImgflowModels

/// One paid call: model, region, request and price, all decided.
package struct ModelCall: Sendable {
    package var model: any BedrockModel.Type
    /// The model's facts as this user has them.
    package var card: ModelCard
    /// Why this model and no other.
    package var selection: ModelSelection
    package var region: String
    /// The whole body except for images and deferred values.
    package var request: RequestValue
    package var pictures: [CallPicture]
    /// What fills the request's `.deferred` values when the call is sent.
    package var deferred: [String: DeferredValue]
    /// Of the whole call, all its images together.
    package var price: Price
    /// Those that its answer is to bring.
    package var images = 1
    /// The answer that is on disk already; the call is then not sent.
    package var known: KnownAnswer?
    /// Ask again though the answer is known (`fresh:true`).
    package var isFresh: Bool
    /// Answers are kept under this key; it stands for the request as planned.
    package var key: AnswerKey
    /// Where the call is for a larger image: from the size that goes in to the size that comes out.
    package var enlarging: (@Sendable (SizeForecast) -> SizeForecast)? = nil
    /// What is asked of a model that answers about images, and gives none.
    package var seeing: SeeingCall? = nil
}

/// A question about images: `ModelCall` has its request, and the most that it costs as its price.
package struct SeeingCall: Sendable {
    package var card: SeeingCard
    package var route: SeeingRoute
    package var question: any SeeingQuestion
    /// What it costs at least.
    package var least: Dollars
    /// What is cached of it.
    package var known: [String: String]?
}

extension ModelCall {
    /// It is not sent: its result is cached.
    package var isKnown: Bool { known != nil || seeing?.known != nil }

    /// What it costs at least and at most.
    package var cost: PriceRange {
        PriceRange(least: seeing?.least ?? price.amount, most: price.amount)
    }

    /// The services bill by the image.
    package var pricePerImage: Dollars { price.amount.divided(by: images) }

    /// The size of the result where it would be smaller than the image that enters, which is then
    /// better resized on this machine.
    package func loss(from image: PixelSize, sentAs sent: PixelSize) -> PixelSize? {
        guard let result = enlarging?(.exact(sent)).size, result.pixels < image.pixels else {
            return nil
        }
        return result
    }
}

/// An image that goes into a call, and what is done to it on the way.
package struct CallPicture: Sendable {
    package var role: ImageRole
    package var node: PlanNode.ID
    package var preparation: Preparation
}

package enum DeferredValue: Hashable, Sendable {
    /// Derived from the content of this node's image, which is not there yet.
    case seed(verb: String, copy: Int, of: PlanNode.ID)
    /// A text with fields of images to come, and the characters that the model takes.
    case text(PlannedText, length: ClosedRange<Int>)
    /// Pixels that rest on the size in which the call's own image is sent.
    case measure(Measure)
}

/// An answer that was paid for before.
package struct KnownAnswer: Sendable {
    package var key: AnswerKey
    /// Hex SHA-256 of the image's bytes.
    package var imageHash: String
    package var facts: ImageFacts
    package var seed: Int?
    /// The images that came with it, in their order.
    package var others: [Other]

    package struct Other: Sendable {
        package var imageHash: String
        package var facts: ImageFacts
        package var seed: Int?

        package init(imageHash: String, facts: ImageFacts, seed: Int?) {
            self.imageHash = imageHash
            self.facts = facts
            self.seed = seed
        }
    }

    package init(
        key: AnswerKey, imageHash: String, facts: ImageFacts, seed: Int?, others: [Other] = []
    ) {
        self.key = key
        self.imageHash = imageHash
        self.facts = facts
        self.seed = seed
        self.others = others
    }
}
