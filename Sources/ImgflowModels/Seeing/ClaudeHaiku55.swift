/// Claude Haiku 5.5: by profile only, after Anthropic's form and a subscription of the account. It
/// takes no sampling parameters.
extension SeeingCard {
    // No source has its quota: 60 requests a minute until somebody says more.
    private static let beyond = TokenPrice.Surcharge(above: 100_000, times: 5)
    private static let geographic = TokenPrice(
        input: 110_000, output: 550_000, surcharge: beyond, source: "litellm's price list")

    package static let claudeHaiku55 = SeeingCard(
        name: "claude-haiku-5-5", title: "Claude Haiku 5.5",
        does: "describes and judges at a low price; requires Anthropic's form", family: .claude,
        modelID: "anthropic.claude-haiku-5-5",
        routes: [
            SeeingRoute(
                "us.", SeeingRegions.us + ["ca-central-1", "ca-west-1"],
                to: .among(SeeingRegions.usDestinations), geographic, perMinute: 60),
            SeeingRoute(
                "eu.", SeeingRegions.euWider, to: .among(SeeingRegions.eu), geographic,
                perMinute: 60),
            SeeingRoute(
                "au.", ["ap-southeast-2", "ap-southeast-4"],
                to: .among(["ap-southeast-2", "ap-southeast-4"]), geographic, perMinute: 60),
            SeeingRoute(
                "jp.", SeeingRegions.japan, to: .among(SeeingRegions.japan), geographic,
                perMinute: 60),
            SeeingRoute(
                "global.", SeeingRegions.claudeGlobal, to: .anywhere,
                TokenPrice(
                    input: 100_000, output: 500_000, surcharge: beyond,
                    source: "litellm's price list"), perMinute: 60),
        ],
        lifecycle: .seeing, limits: .claude,
        // Which resolution it has is not said: the higher, which costs more.
        imageTokens: .patches(longSide: 2_576, most: 4_784), longestAnswer: 128_000,
        takesForcedTool: true, takesTemperature: false, needsForm: true, boxes: .pixels,
        unverified: [
            "its quota", "the resolution at which it looks",
            "a forced tool with its own way of thinking",
            "its price in the EU, Japan, and Australia",
        ])
}
