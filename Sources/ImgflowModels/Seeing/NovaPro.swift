/// Amazon Nova Pro of the first generation. GovCloud is left out: its price is not known.
extension SeeingCard {
    private static let american = TokenPrice(input: 800_000, output: 3_200_000)
    private static let european = TokenPrice(input: 1_050_000, output: 4_200_000)
    private static let asian = TokenPrice(input: 840_000, output: 3_360_000)
    /// No source has the price there: the highest that is known.
    private static let elsewhere = TokenPrice(
        input: 1_050_000, output: 4_200_000, source: "the highest of known Regions, litellm")

    package static let novaPro = SeeingCard(
        name: "nova-pro", title: "Amazon Nova Pro", does: "describes and judges with more care",
        family: .nova1, modelID: "amazon.nova-pro-v1:0",
        routes: [
            SeeingRoute(["us-east-1"], american, perMinute: 250),
            SeeingRoute(["eu-west-2"], european, perMinute: 250),
            SeeingRoute(["ap-southeast-2", "ap-southeast-3"], asian, perMinute: 250),
            SeeingRoute(["me-central-1"], elsewhere, perMinute: 250),
            SeeingRoute(
                "us.", SeeingRegions.us, to: .among(SeeingRegions.usDestinations), american,
                perMinute: 500),
            SeeingRoute(
                "eu.", SeeingRegions.eu + ["il-central-1"], to: .among(SeeingRegions.eu), european,
                perMinute: 500),
            // Where it may be answered is told by GetInferenceProfile alone: at most where it is called.
            SeeingRoute("apac.", asia, to: .among(asia), asian, perMinute: 500),
        ],
        lifecycle: .seeing, limits: .nova1, imageTokens: .nova1, longestAnswer: 5_000,
        takesForcedTool: true, takesTemperature: true, boxes: .named,
        unverified: ["its price in me-central-1", "where its apac. profile leads"])

    private static let asia = [
        "ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
    ]
}
