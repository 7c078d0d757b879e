import ImageFacts

/// A model that looks at images, as the service's documents describe it. A table of its own, so that
/// a wrong fact of the client cannot agree with itself.
struct SeeingFacts: Sendable {
    enum Family: Sendable { case nova, nova2, qwen, mistral, claude, newClaude }

    var id: String
    var family: Family
    /// Where its bare id is served; empty where it is not.
    var inRegion: Set<String> = []
    /// Where each of its profiles is.
    var profiles: [String: Set<String>] = [:]
    /// `maxTokens`, at most.
    var mostTokens: Int
    /// What a form adds to a request.
    var toolTokens: Int

    private static let us: Set = ["us-east-1", "us-east-2", "us-west-1", "us-west-2"]
    private static let canada: Set = ["ca-central-1", "ca-west-1"]
    private static let eu: Set = [
        "eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3",
    ]
    private static let euWider = eu.union(["eu-central-2", "eu-west-2"])
    private static let japan: Set = ["ap-northeast-1", "ap-northeast-3"]
    /// Nova 2 Lite's.
    private static let world = us.union(canada).union(eu).union([
        "eu-west-2", "il-central-1", "me-central-1", "ap-east-2", "ap-northeast-1",
        "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3",
        "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
    ])
    /// Claude's.
    private static let wholeWorld = world.union(euWider).union([
        "sa-east-1", "mx-central-1", "me-south-1", "af-south-1", "ap-northeast-3", "ap-south-2",
    ])

    static let all = [
        SeeingFacts(
            id: "amazon.nova-2-lite-v1:0", family: .nova2,
            profiles: [
                "us": us.union(canada), "eu": eu, "jp": ["ap-northeast-1"],
                "global": world,
            ], mostTokens: 64_000, toolTokens: 750),
        SeeingFacts(
            id: "amazon.nova-lite-v1:0", family: .nova,
            inRegion: [
                "us-east-1", "us-east-2", "us-west-2", "eu-north-1", "eu-west-2", "ap-northeast-1",
                "ap-southeast-2", "ap-southeast-3", "me-central-1",
            ], profiles: ["us": us, "eu": eu.union(["il-central-1"])], mostTokens: 5_000,
            toolTokens: 600),
        SeeingFacts(
            id: "amazon.nova-pro-v1:0", family: .nova,
            inRegion: [
                "us-east-1", "eu-west-2", "ap-southeast-2", "ap-southeast-3", "me-central-1",
            ],
            profiles: [
                "us": us, "eu": eu.union(["il-central-1"]),
                "apac": [
                    "ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1",
                    "ap-southeast-2",
                ],
            ], mostTokens: 5_000, toolTokens: 600),
        SeeingFacts(
            id: "qwen.qwen3-vl-235b-a22b", family: .qwen,
            inRegion: [
                "us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-west-2", "eu-south-1",
                "ap-northeast-1", "ap-south-1", "ap-southeast-2", "sa-east-1",
            ], mostTokens: 8_000, toolTokens: 200),
        SeeingFacts(
            id: "mistral.mistral-large-3-675b-instruct", family: .mistral,
            inRegion: [
                "us-east-1", "us-east-2", "us-west-2", "ap-northeast-1", "ap-south-1",
                "ap-southeast-2", "sa-east-1",
            ], mostTokens: 32_000, toolTokens: 200),
        SeeingFacts(
            id: "anthropic.claude-haiku-4-5-20251001-v1:0", family: .claude,
            profiles: [
                "us": us.union(["ca-central-1"]), "eu": euWider, "jp": japan,
                "au": ["ap-southeast-2", "ap-southeast-4", "ap-southeast-6"],
                "global": wholeWorld,
            ], mostTokens: 64_000, toolTokens: 500),
        SeeingFacts(
            id: "anthropic.claude-haiku-5-5", family: .newClaude,
            profiles: [
                "us": us.union(canada), "eu": euWider, "jp": japan,
                "au": ["ap-southeast-2", "ap-southeast-4"], "global": wholeWorld,
            ], mostTokens: 128_000, toolTokens: 500),
    ]

    /// An id, a profile's, or an ARN of either; without a Region, any will do.
    static func named(_ name: String, region: String?) throws(ServiceError) -> SeeingFacts {
        let id = identifier(name)
        if let facts = all.first(where: { $0.id == id }) {
            guard !facts.inRegion.isEmpty else {
                throw .validation(
                    "Invocation of model ID \(id) with on-demand throughput isn’t supported. Retry "
                        + "your request with the ID or ARN of an inference profile that contains "
                        + "this model.")
            }
            guard region.map(facts.inRegion.contains) ?? true else { throw .unknownModel }
            return facts
        }
        let parts = id.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, let facts = all.first(where: { $0.id == parts[1] }),
            let regions = facts.profiles[parts[0]], region.map(regions.contains) ?? true
        else { throw .unknownModel }
        return facts
    }

    private static func identifier(_ name: String) -> String {
        guard name.hasPrefix("arn:"), let slash = name.firstIndex(of: "/"),
            name[..<slash].hasSuffix(":inference-profile")
                || name[..<slash].hasSuffix(":foundation-model")
        else { return name }
        return String(name[name.index(after: slash)...])
    }

    var isNova: Bool { family == .nova || family == .nova2 }

    /// Reference, 1.1.
    func tokens(of size: PixelSize) -> Int {
        switch family {
        case .nova2: return 230
        case .nova:
            let table = [
                (405_000, 800), (810_000, 1_300), (1_260_000, 1_800), (1_620_000, 2_400),
                (1_690_000, 2_600),
            ]
            // Enlarged first, until the long side is that of the first row: 800x400 counts as 900x450.
            let factor = max(1, 900 / Double(size.longSide))
            let width = Int((Double(size.width) * factor).rounded())
            let pixels = width * Int((Double(size.height) * factor).rounded())
            return table.first { $0.0 >= pixels }?.1 ?? pixels * 2_600 / 1_690_000
        case .qwen:
            return max(1, (size.width + 16) / 32) * max(1, (size.height + 16) / 32)
        case .mistral: return size.pixels / 512
        case .claude, .newClaude:
            let seen = seen(size)
            return (seen.width + 27) / 28 * ((seen.height + 27) / 28)
        }
    }

    /// What Claude shrinks an image to: reference, 1.2.
    func seen(_ size: PixelSize) -> PixelSize {
        guard family == .claude || family == .newClaude else { return size }
        let (long, most) = family == .claude ? (1_568, 1_568) : (2_576, 4_784)
        var side = min(size.longSide, long)
        while side > 1 {
            let seen = side == size.longSide ? size : size.fitted(within: side)
            if (seen.width + 27) / 28 * ((seen.height + 27) / 28) <= most { return seen }
            side -= 1
        }
        return PixelSize(1, 1)
    }
}
