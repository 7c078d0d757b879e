/// Claude Haiku 4.5: by profile only, after Anthropic's form and a subscription of the account.
extension SeeingCard {
    private static let geographic = TokenPrice(
        input: 1_100_000, output: 5_500_000, source: "litellm's price list")

    package static let claudeHaiku45 = SeeingCard(
        name: "claude-haiku-4-5", title: "Claude Haiku 4.5",
        does: "describes and judges; requires Anthropic's form", family: .claude,
        modelID: "anthropic.claude-haiku-4-5-20251001-v1:0",
        routes: [
            SeeingRoute(
                "us.", SeeingRegions.us + ["ca-central-1"],
                to: .among(SeeingRegions.usDestinations), geographic, perMinute: 10_000),
            SeeingRoute(
                "eu.", SeeingRegions.euWider, to: .among(SeeingRegions.eu), geographic,
                perMinute: 10_000),
            SeeingRoute(
                "au.", ["ap-southeast-2", "ap-southeast-4", "ap-southeast-6"],
                to: .among(["ap-southeast-2", "ap-southeast-4"]), geographic, perMinute: 10_000),
            SeeingRoute(
                "jp.", SeeingRegions.japan, to: .among(SeeingRegions.japan), geographic,
                perMinute: 10_000),
            SeeingRoute(
                "global.", SeeingRegions.claudeGlobal, to: .anywhere,
                TokenPrice(
                    input: 1_000_000, output: 5_000_000, source: "litellm's price list"),
                perMinute: 10_000),
        ],
        lifecycle: .seeing, limits: .claude,
        imageTokens: .patches(longSide: 1_568, most: 1_568), longestAnswer: 64_000,
        takesForcedTool: true, takesTemperature: true, needsForm: true, boxes: .pixels,
        unverified: ["its price in the EU, Japan, and Australia", "how exact its boxes are"])
}

extension SeeingLimits {
    /// Converse's 20 images; the models themselves take more.
    static let claude = SeeingLimits(images: 20, usefulSide: 1_568)
}

extension SeeingRegions {
    /// Where Claude's global profiles are called.
    static let claudeGlobal =
        us + ["ca-central-1", "ca-west-1", "sa-east-1", "mx-central-1"] + euWider + [
            "il-central-1", "me-central-1", "me-south-1", "af-south-1", "ap-east-2",
            "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
            "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4",
            "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
        ]
}
