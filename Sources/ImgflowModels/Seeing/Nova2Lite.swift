/// Amazon Nova 2 Lite: the default, without an agreement or a form. Its bare id cannot be called.
extension SeeingCard {
    package static let nova2Lite = SeeingCard(
        name: "nova-2-lite", title: "Amazon Nova 2 Lite",
        does: "describes, judges, and finds; the default", family: .nova2,
        modelID: "amazon.nova-2-lite-v1:0",
        routes: [
            SeeingRoute(
                "us.", SeeingRegions.us + ["ca-central-1", "ca-west-1"],
                to: .among(SeeingRegions.usDestinations),
                TokenPrice(input: 330_000, output: 2_750_000), perMinute: 2_000),
            SeeingRoute(
                "eu.", SeeingRegions.eu, to: .among(SeeingRegions.eu),
                TokenPrice(input: 429_000, output: 3_597_000), perMinute: 2_000),
            SeeingRoute(
                "jp.", ["ap-northeast-1"], to: .among(SeeingRegions.japan),
                TokenPrice(input: 396_000, output: 3_311_000), perMinute: 2_000),
            SeeingRoute(
                "global.",
                SeeingRegions.us + ["ca-central-1", "ca-west-1"] + SeeingRegions.eu + [
                    "ap-northeast-1", "eu-west-2", "il-central-1", "me-central-1", "ap-east-2",
                    "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
                    "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6",
                    "ap-southeast-7",
                ], to: .anywhere, TokenPrice(input: 300_000, output: 2_500_000), perMinute: 2_000),
        ],
        lifecycle: .seeing,
        // More images go by S3 only.
        limits: SeeingLimits(images: 5, allBytes: 25_000_000, usefulSide: 2_048),
        imageTokens: .flat(230), longestAnswer: 64_000, takesForcedTool: true,
        takesTemperature: true, boxes: .lists,
        unverified: [
            "the tokens of several images in one call", "whether 25 MB counts base64",
            "how exact its boxes are on photographs",
        ])
}
