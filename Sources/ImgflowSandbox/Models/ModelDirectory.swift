/// Which ids are served where: reference, section 1.
enum ModelDirectory {
    private static let west: Set<String> = ["us-west-2"]
    private static let profile: Set<String> = ["us-east-1", "us-east-2", "us-west-2"]
    private static let nova: Set<String> = ["us-east-1", "eu-west-1", "ap-northeast-1"]

    static let novaCanvas = "amazon.nova-canvas-v1:0"

    private static let models: [(id: String, regions: Set<String>, model: any SandboxModel)] = [
        (novaCanvas, nova, NovaCanvas()),
        ("stability.stable-image-core-v1:1", west, StableImage(sizes: .core)),
        ("stability.stable-image-ultra-v1:1", west, StableImage(sizes: .megapixel)),
        ("stability.sd3-5-large-v1:0", west, StableDiffusion35()),
        ("us.stability.stable-image-inpaint-v1:0", profile, Inpaint()),
        ("us.stability.stable-outpaint-v1:0", profile, Outpaint()),
        ("us.stability.stable-image-erase-object-v1:0", profile, EraseObject()),
        ("us.stability.stable-image-search-replace-v1:0", profile, SearchReplace()),
        ("us.stability.stable-image-search-recolor-v1:0", profile, SearchRecolor()),
        ("us.stability.stable-style-transfer-v1:0", profile, StyleTransfer()),
        ("us.stability.stable-image-control-sketch-v1:0", profile, Control(guide: .lines)),
        ("us.stability.stable-image-control-structure-v1:0", profile, Control(guide: .areas)),
        ("us.stability.stable-image-style-guide-v1:0", profile, StyleGuide()),
        ("us.stability.stable-image-remove-background-v1:0", profile, RemoveBackground()),
        ("us.stability.stable-fast-upscale-v1:0", profile, FastUpscale()),
        ("us.stability.stable-conservative-upscale-v1:0", profile, ConservativeUpscale()),
        ("us.stability.stable-creative-upscale-v1:0", profile, CreativeUpscale()),
    ]

    /// An id, or an ARN of a model or a profile; without a region, any will do.
    static func model(_ name: String, region: String?) throws(ServiceError) -> any SandboxModel {
        let id = identifier(name)
        guard let entry = models.first(where: { $0.id == id }),
            region.map(entry.regions.contains) ?? true
        else {
            throw .unknownModel
        }
        return entry.model
    }

    /// What a policy has to allow for a call: a model, or a profile and the model behind it.
    static func resources(of name: String, region: String) -> [(id: String, arn: String)] {
        let id = identifier(name)
        let isARN = name.hasPrefix("arn:")
        guard id.hasPrefix("us.") else {
            return [(id, isARN ? name : "arn:aws:bedrock:\(region)::foundation-model/\(id)")]
        }
        let own = "arn:aws:bedrock:\(region):\(ControlPlane.account):inference-profile/\(id)"
        let model = String(id.dropFirst(3))
        return [
            (id, isARN ? name : own),
            (model, "arn:aws:bedrock:\(region)::foundation-model/\(model)"),
        ]
    }

    /// `arn:aws:bedrock:REGION:ACCOUNT:inference-profile/ID`, or `…::foundation-model/ID`.
    static func identifier(_ name: String) -> String {
        guard name.hasPrefix("arn:"), let slash = name.firstIndex(of: "/") else { return name }
        let id = String(name[name.index(after: slash)...])
        let isProfile = name[..<slash].hasSuffix(":inference-profile")
        let isModel = name[..<slash].hasSuffix(":foundation-model")
        return id.hasPrefix("us.") ? (isProfile ? id : name) : (isModel ? id : name)
    }
}
