/// Mistral Large 3: in its Region only, no profile, no agreement.
extension SeeingCard {
    package static let mistralLarge3 = SeeingCard(
        name: "mistral-large-3", title: "Mistral Large 3",
        does: "describes and judges; stays in its Region", family: .mistral,
        modelID: "mistral.mistral-large-3-675b-instruct",
        routes: [
            SeeingRoute(
                [
                    "us-east-1", "us-east-2", "us-west-2", "ap-northeast-1", "ap-south-1",
                    "ap-southeast-2", "sa-east-1",
                ], TokenPrice(input: 500_000, output: 1_500_000), perMinute: 10_000)
        ],
        lifecycle: .seeing, limits: SeeingLimits(images: 1, usefulSide: 1_568),
        // A whole request with an image of 512x384 and a tool was 409 tokens: no pixel cost more.
        imageTokens: .measured(pixelsForEach: 480), longestAnswer: 32_000, takesForcedTool: true,
        takesTemperature: true, boxes: nil,
        unverified: ["the tokens of an image", "more than one image", "boxes"])
}
