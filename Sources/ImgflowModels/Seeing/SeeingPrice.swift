package import ImageFacts

/// What a call will take in and give out, as far as it is known before it is made.
package struct SeeingForecast: Hashable, Sendable {
    /// As they are sent.
    package var images: [PixelSize]
    /// All texts together, the system's and the tool's included.
    package var prompt: String
    package var hasTool: Bool
    /// `maxTokens`.
    package var longestAnswer: Int

    package init(images: [PixelSize], prompt: String, hasTool: Bool, longestAnswer: Int) {
        self.images = images
        self.prompt = prompt
        self.hasTool = hasTool
        self.longestAnswer = longestAnswer
    }
}

extension SeeingCard {
    /// What a forced tool adds to a request, at most. Source: docs/vision-models.md, 1.1.
    package static let toolTokens = 1_000

    /// The least: the images, and one token out. The most: the images, the prompt, the tool, and
    /// every token that may come out.
    package func usage(of call: SeeingForecast) -> (least: TokenUsage, most: TokenUsage) {
        let images = call.images.map(imageTokens.count)
        // A third of its characters in the reference's formula: of bytes, it holds for other scripts too.
        let prompt = (call.prompt.utf8.count + 2) / 3
        let most =
            images.reduce(0) { $0 + $1.upperBound } + prompt
            + (call.hasTool ? Self.toolTokens : 0)
        return (
            TokenUsage(input: images.reduce(0) { $0 + $1.lowerBound }, output: 1),
            TokenUsage(input: most, output: call.longestAnswer)
        )
    }

    /// What it costs by a route.
    package func price(of call: SeeingForecast, by route: SeeingRoute) -> PriceRange {
        let usage = usage(of: call)
        return PriceRange(
            least: route.price.amount(of: usage.least), most: route.price.amount(of: usage.most))
    }
}
