/// Amazon Nova Lite of the first generation. GovCloud is left out: its price is not known.
extension SeeingCard {
    private static let american = TokenPrice(input: 60_000, output: 240_000)
    private static let european = TokenPrice(input: 78_000, output: 312_000)
    /// No source has the price of the other Regions: the higher that is known.
    private static let elsewhere = TokenPrice(
        input: 78_000, output: 312_000, source: "the highest of known Regions, litellm")

    package static let novaLite = SeeingCard(
        name: "nova-lite", title: "Amazon Nova Lite",
        does: "describes and judges at the lowest price",
        family: .nova1, modelID: "amazon.nova-lite-v1:0",
        routes: [
            SeeingRoute(["us-east-1"], american, perMinute: 2_000),
            SeeingRoute(["us-east-2", "us-west-2"], american, perMinute: 200),
            SeeingRoute(["eu-west-2"], european, perMinute: 2_000),
            SeeingRoute(["eu-north-1"], european, perMinute: 200),
            SeeingRoute(
                ["ap-northeast-1", "ap-southeast-2", "ap-southeast-3", "me-central-1"], elsewhere,
                perMinute: 200),
            SeeingRoute(
                "us.", SeeingRegions.us, to: .among(SeeingRegions.usDestinations), american,
                perMinute: 4_000),
            SeeingRoute(
                "eu.", SeeingRegions.eu + ["il-central-1"], to: .among(SeeingRegions.eu), european,
                perMinute: 400),
        ],
        lifecycle: .seeing, limits: .nova1, imageTokens: .nova1, longestAnswer: 5_000,
        takesForcedTool: true, takesTemperature: true, boxes: .named,
        unverified: ["its price outside of the US and the EU"])
}

extension SeeingLimits {
    /// Both Nova models of the first generation.
    static let nova1 = SeeingLimits(images: 5, allBytes: 25_000_000, usefulSide: 1_568)
}

extension ImageTokens {
    /// Smaller images are enlarged first (800x400 counts as 900x450), larger ones are not documented. Source: AWS, nova
    /// modalities-image.
    static let nova1 = examples(
        [
            Example(900, 450, 800), Example(900, 900, 1_300), Example(1_400, 900, 1_800),
            Example(1_800, 900, 2_400), Example(1_300, 1_300, 2_600),
        ], longSide: 900)
}
