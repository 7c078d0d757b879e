/// Which ids are served where: reference, section 1.
enum ModelDirectory {
    static let novaCanvas = "amazon.nova-canvas-v1:0"

    /// An id, or an ARN of a model or a profile; without a region, any will do.
    static func model(_ name: String, region: String?) throws(ServiceError) -> any SandboxModel {
        let id = identifier(name)
        guard let facts = ServiceFacts.all.first(where: { $0.invocationID == id }),
            region.map(facts.regions.contains) ?? true
        else {
            throw .unknownModel
        }
        return facts.contract
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
