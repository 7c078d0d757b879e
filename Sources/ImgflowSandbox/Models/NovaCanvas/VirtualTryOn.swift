import ImgflowImages

/// Puts what one image shows onto the person, or into the scene, of another. No words but those
/// that name a region.
struct VirtualTryOn: NovaTask {
    let name = "VIRTUAL_TRY_ON"
    let parametersName = "virtualTryOnParams"
    let configRule = NovaConfig.Rule.unsized

    private static let masks = [
        "IMAGE": "imageBasedMask", "GARMENT": "garmentBasedMask", "PROMPT": "promptBasedMask",
    ]
    private static let shape = Schema.Kind.choice(["CONTOUR", "BOUNDING_BOX", "DEFAULT"])
    private static let exclusion = Schema.Kind.choice(["ON", "OFF", "DEFAULT"])

    let parameters = Schema(
        .required("sourceImage", .image), .required("referenceImage", .image),
        .required("maskType", .choice(["IMAGE", "GARMENT", "PROMPT"])),
        .optional("imageBasedMask", .object(Schema(.required("maskImage", .image)))),
        .optional(
            "garmentBasedMask",
            .object(
                Schema(
                    .required("garmentClass", .choice(GarmentClass.allCases.map(\.rawValue))),
                    .optional("maskShape", shape),
                    .optional(
                        "garmentStyling",
                        .object(
                            Schema(
                                .optional(
                                    "longSleeveStyle", .choice(["SLEEVE_DOWN", "SLEEVE_UP"])),
                                .optional("tuckingStyle", .choice(["UNTUCKED", "TUCKED"])),
                                .optional("outerLayerStyle", .choice(["CLOSED", "OPEN"])))))))),
        .optional(
            "promptBasedMask",
            .object(
                Schema(.required("maskPrompt", .novaText), .optional("maskShape", shape)))),
        .optional(
            "maskExclusions",
            .object(
                Schema(
                    .optional("preserveBodyPose", exclusion), .optional("preserveHands", exclusion),
                    .optional("preserveFace", exclusion)))),
        .optional("mergeStyle", .choice(["BALANCED", "SEAMLESS", "DETAILED"])),
        .optional("returnMask", .truth))

    func conflicts(_ parameters: Fields) -> [String] {
        let wanted = parameters.text("maskType").flatMap { Self.masks[$0] } ?? ""
        let missing = parameters.has(wanted) ? [] : ["required key [\(wanted)] not found"]
        let extra = Self.masks.values.sorted().filter { $0 != wanted && parameters.has($0) }
            .map { "extraneous key [\($0)] is not permitted" }
        return missing + extra
    }

    func texts(_ parameters: Fields) -> [String] {
        [parameters.object("promptBasedMask")?.text("maskPrompt")].compactMap { $0 }
    }

    func work(_ parameters: Fields, _ config: NovaConfig) throws -> NovaWork {
        let source = try parameters.novaSource("sourceImage")
        let garment = try Garment(parameters.novaSource("referenceImage"))
        let region = try TryOnRegion(source, parameters).mask()
        let merge: Garment.Merge =
            switch parameters.text("mergeStyle") {
            case "SEAMLESS": .seamless
            case "DETAILED": .detailed
            default: .balanced
            }
        let isMaskWanted = parameters.truth("returnMask") ?? false
        return NovaWork(returnedMask: isMaskWanted ? try region.inverted().inMemory() : nil) {
            seed in
            try garment.worn(on: source, region: region, merge: merge, seed: seed) {
                try config.rendered($0, seed: seed)
            }
        }
    }
}
