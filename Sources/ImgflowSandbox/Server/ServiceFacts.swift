/// What Bedrock's control plane knows of a model: reference, sections 1, 7, 8 and 9. A table of its
/// own, so that a wrong fact of the client cannot agree with itself.
struct ServiceFacts: Sendable {
    var id: String
    var name: String
    var provider = "Stability AI"
    var regions: [String]
    var takesImages: Bool
    /// Reached through a profile `us.…` only.
    var isProfile: Bool
    /// Of a picture, in US dollars.
    var price: String
    /// Requests a minute for each Region.
    var quota: Int
    var isLegacy = false

    private static let west = ["us-west-2"]
    static let profileRegions = ["us-east-1", "us-east-2", "us-west-2"]

    /// Its id in the URL of a call.
    var invocationID: String { isProfile ? "us." + id : id }

    static let all: [ServiceFacts] =
        [
            ServiceFacts(
                id: "stability.stable-image-core-v1:1", name: "Stable Image Core 1.0",
                regions: west, takesImages: false, isProfile: false, price: "0.04", quota: 90),
            ServiceFacts(
                id: "stability.stable-image-ultra-v1:1", name: "Stable Image Ultra 1.0",
                regions: west, takesImages: false, isProfile: false, price: "0.14", quota: 10),
            ServiceFacts(
                id: "stability.sd3-5-large-v1:0", name: "SD3.5 Large", regions: west,
                takesImages: true, isProfile: false, price: "0.08", quota: 15),
            ServiceFacts(
                id: "amazon.nova-canvas-v1:0", name: "Nova Canvas", provider: "Amazon",
                regions: ["us-east-1", "eu-west-1", "ap-northeast-1"], takesImages: true,
                isProfile: false, price: "0.04", quota: 100, isLegacy: true),
        ]
        + [
            ("stable-image-inpaint", "Inpaint", "0.07", 20),
            ("stable-outpaint", "Outpaint", "0.06", 4),
            ("stable-image-erase-object", "Erase Object", "0.07", 20),
            ("stable-image-remove-background", "Remove Background", "0.07", 20),
            ("stable-image-search-replace", "Search and Replace", "0.07", 20),
            ("stable-image-search-recolor", "Search and Recolor", "0.07", 20),
            ("stable-style-transfer", "Style Transfer", "0.08", 20),
            ("stable-image-control-sketch", "Control Sketch", "0.07", 20),
            ("stable-image-control-structure", "Control Structure", "0.07", 20),
            ("stable-image-style-guide", "Style Guide", "0.07", 20),
            ("stable-fast-upscale", "Fast Upscale", "0.03", 20),
            ("stable-conservative-upscale", "Conservative Upscale", "0.40", 4),
            ("stable-creative-upscale", "Creative Upscale", "0.60", 4),
        ].map { id, name, price, quota in
            ServiceFacts(
                id: "stability.\(id)-v1:0", name: "Stable Image \(name)",
                regions: profileRegions, takesImages: true, isProfile: true, price: price,
                quota: quota)
        }

    /// By its bare id, its profile's, or an ARN of either.
    static func named(_ name: String) -> ServiceFacts? {
        let id = ModelDirectory.identifier(name)
        return all.first { $0.id == id || $0.invocationID == id }
    }
}
