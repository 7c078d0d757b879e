/// A model of the service, a row each: what the control plane says of it (reference, sections 1, 7, 8
/// and 9), and the contract that answers its calls. A table of its own, so that a wrong fact of the
/// client cannot agree with itself.
struct ServiceFacts: Sendable {
    var id: String
    var name: String
    var provider = "Stability AI"
    var regions: [String]
    var takesImages: Bool
    /// Reached through a profile `us.…` only.
    var isProfile: Bool
    /// Of an image, in US dollars.
    var price: String
    /// Requests a minute for each Region.
    var quota: Int
    var isLegacy = false
    /// What it accepts and returns.
    var contract: any SandboxModel

    private static let west = ["us-west-2"]
    static let profileRegions = ["us-east-1", "us-east-2", "us-west-2"]

    /// Its id in the URL of a call.
    var invocationID: String { isProfile ? "us." + id : id }

    static let all: [ServiceFacts] =
        [
            ServiceFacts(
                id: "stability.stable-image-core-v1:1", name: "Stable Image Core 1.0",
                regions: west, takesImages: false, isProfile: false, price: "0.04", quota: 90,
                contract: StableImage(sizes: .core)),
            ServiceFacts(
                id: "stability.stable-image-ultra-v1:1", name: "Stable Image Ultra 1.0",
                regions: west, takesImages: false, isProfile: false, price: "0.14", quota: 10,
                contract: StableImage(sizes: .megapixel)),
            ServiceFacts(
                id: "stability.sd3-5-large-v1:0", name: "SD3.5 Large", regions: west,
                takesImages: true, isProfile: false, price: "0.08", quota: 15,
                contract: StableDiffusion35()),
            ServiceFacts(
                id: "amazon.nova-canvas-v1:0", name: "Nova Canvas", provider: "Amazon",
                regions: ["us-east-1", "eu-west-1", "ap-northeast-1"], takesImages: true,
                isProfile: false, price: "0.04", quota: 100, isLegacy: true,
                contract: NovaCanvas()),
        ]
        + services.map { id, name, price, quota, contract in
            ServiceFacts(
                id: "stability.\(id)-v1:0", name: "Stable Image \(name)",
                regions: profileRegions, takesImages: true, isProfile: true, price: price,
                quota: quota, contract: contract)
        }

    /// Stability's image services: they differ in little.
    private static let services: [(String, String, String, Int, any SandboxModel)] = [
        ("stable-image-inpaint", "Inpaint", "0.07", 20, Inpaint()),
        ("stable-outpaint", "Outpaint", "0.06", 4, Outpaint()),
        ("stable-image-erase-object", "Erase Object", "0.07", 20, EraseObject()),
        ("stable-image-remove-background", "Remove Background", "0.07", 20, RemoveBackground()),
        ("stable-image-search-replace", "Search and Replace", "0.07", 20, SearchReplace()),
        ("stable-image-search-recolor", "Search and Recolor", "0.07", 20, SearchRecolor()),
        ("stable-style-transfer", "Style Transfer", "0.08", 20, StyleTransfer()),
        ("stable-image-control-sketch", "Control Sketch", "0.07", 20, Control(guide: .lines)),
        ("stable-image-control-structure", "Control Structure", "0.07", 20, Control(guide: .areas)),
        ("stable-image-style-guide", "Style Guide", "0.07", 20, StyleGuide()),
        ("stable-fast-upscale", "Fast Upscale", "0.03", 20, FastUpscale()),
        ("stable-conservative-upscale", "Conservative Upscale", "0.40", 4, ConservativeUpscale()),
        ("stable-creative-upscale", "Creative Upscale", "0.60", 4, CreativeUpscale()),
    ]

    /// By its bare id, its profile's, or an ARN of either.
    static func named(_ name: String) -> ServiceFacts? {
        let id = ModelDirectory.identifier(name)
        return all.first { $0.id == id || $0.invocationID == id }
    }
}
