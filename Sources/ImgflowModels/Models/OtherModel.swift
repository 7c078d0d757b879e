import ImageFacts

/// A model that imgflow knows nothing of, called by `invoke` with the user's own body.
package enum OtherModel: BedrockModel {
    /// Stands in until a call says which model it is.
    package static let card = described(id: "", regions: [], price: nil)

    /// - Parameter price: nil where the user has not said what a call costs.
    package static func described(id: String, regions: [String], price: Dollars?) -> ModelCard {
        ModelCard(
            name: id, title: id, does: "any model, called with your own request body",
            invocationID: id,
            regions: regions, lifecycle: Lifecycle(source: "unknown to imgflow"),
            price: price.map { Price($0, source: "given by the script", asOf: "") }
                ?? .unknown,
            quota: Quota(requestsPerMinute: 60),
            // What the model takes is its own affair; these are what Bedrock's image models read.
            input: ImageLimits(side: 1...Int(Int32.max)), promptLength: nil, outputFormats: [])
    }

    package static func answer(
        from body: UnsafeRawBufferPointer
    ) throws(AnswerProblem) -> ModelAnswer { try AnyAnswer.read(body) }
}
