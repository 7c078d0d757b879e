import ImgflowImages

/// Repaints where the mask image is white, or all but what the mask prompt names; without words,
/// the rest is filled from what is kept.
struct Outpainting: NovaTask {
    let name = "OUTPAINTING"
    let parametersName = "outPaintingParams"
    let configRule = NovaConfig.Rule.ignoringSize

    let parameters = Schema(
        .required("image", .image), .optional("maskPrompt", .novaText),
        .optional("maskImage", .image),
        .optional("outPaintingMode", .choice(["DEFAULT", "PRECISE"])),
        .optional("text", .novaText), .optional("negativeText", .novaText))

    func conflicts(_ parameters: Fields) -> [String] { parameters.maskConflicts() }

    func work(_ parameters: Fields, _ config: NovaConfig) throws -> NovaWork {
        let image = try parameters.novaSource("image")
        let region =
            switch try parameters.novaMask(of: image) {
            case .white(let white): white
            case .named(let kept): try kept.inverted().inMemory()
            }
        let isPrecise = parameters.text("outPaintingMode") == "PRECISE"
        let edge = isPrecise ? region : try region.softenedOutwards(by: 12)
        return NovaWork { seed in
            let new =
                parameters.has("text")
                ? try config.rendered(parameters.scene(seed).painted(image.size), seed: seed)
                : try Backfill(seed: seed).filled(image, hole: region)
            return try new.blended(by: edge, over: image)
        }
    }
}
