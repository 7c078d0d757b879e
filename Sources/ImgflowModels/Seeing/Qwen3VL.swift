/// Qwen3-VL 235B A22B: in its Region only, no profile, no agreement.
extension SeeingCard {
    package static let qwen3VL = SeeingCard(
        name: "qwen3-vl", title: "Qwen3 VL 235B A22B",
        does: "describes, judges, and finds; stays in its Region",
        family: .qwen, modelID: "qwen.qwen3-vl-235b-a22b",
        routes: [
            SeeingRoute(
                [
                    "us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-west-2", "eu-south-1",
                    "ap-northeast-1", "ap-south-1", "ap-southeast-2", "sa-east-1",
                ], TokenPrice(input: 530_000, output: 2_660_000), perMinute: 10_000)
        ],
        lifecycle: .seeing,
        // More than one image is not verified.
        limits: SeeingLimits(images: 1, usefulSide: 1_568), imageTokens: .grid,
        longestAnswer: 8_000, takesForcedTool: true, takesTemperature: true, boxes: .labeled,
        unverified: [
            "the most pixels that Bedrock looks at", "more than one image", "`outputConfig`",
        ])
}
