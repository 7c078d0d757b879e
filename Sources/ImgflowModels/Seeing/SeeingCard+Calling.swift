package import ImageFacts

extension SeeingCard {
    /// The facts of a call by one of its routes, as those of any other model. Answers are known by the model,
    /// whichever profile led to it.
    package func card(by route: SeeingRoute) -> ModelCard {
        var card = ModelCard(
            name: name, title: title, does: does, invocationID: invocationID(by: route),
            regions: regions, lifecycle: lifecycle,
            price: Price(.zero, source: route.price.source, asOf: route.price.asOf),
            quota: route.quota,
            input: ImageLimits(
                formats: limits.formats, side: 1...limits.usefulSide, takesAlpha: false,
                bytes: limits.bytes),
            promptLength: Self.promptLength, outputFormats: [])
        card.profiledID = modelID
        return card
    }

    /// Characters of what the user asks: ours, so that a plan can say what a call costs at most.
    package static let promptLength = 1...2_000

    /// Of one text with its fields filled in: each of them may bring as much.
    package static let filledLength = 1...(promptLength.upperBound * 20)

    /// The least and the most that a call costs.
    ///
    /// - Parameters:
    ///   - sizes: of the images as they are sent; nil where only the run will tell.
    ///   - prompt: all texts, but for those that are still to come.
    ///   - late: how many fields of texts are still to come, of at most `promptLength` each.
    package func price(
        of question: any SeeingQuestion, sizes: [PixelSize?], prompt: String, late: Int,
        by route: SeeingRoute
    ) -> PriceRange {
        let most = SeeingForecast(
            images: sizes.map { $0 ?? PixelSize(limits.usefulSide, limits.usefulSide) },
            prompt: prompt + (question.tool?.text ?? ""), hasTool: question.tool != nil,
            longestAnswer: question.longestAnswer(of: self))
        let least = SeeingForecast(
            images: sizes.map { $0 ?? PixelSize(1, 1) }, prompt: "", hasTool: false,
            longestAnswer: 1)
        // A text that is still to come may be of any script: three bytes a character, a token each.
        let open = TokenUsage(input: late * Self.promptLength.upperBound, output: 0)
        return PriceRange(
            least: price(of: least, by: route).least,
            most: price(of: most, by: route).most + route.price.amount(of: open))
    }
}
