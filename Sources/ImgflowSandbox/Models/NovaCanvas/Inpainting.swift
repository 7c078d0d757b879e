import ImageFacts
import ImgflowImages

/// Repaints where the mask image is black, or what the mask prompt names; without words, what was
/// there is taken away. Everything else keeps its pixels.
struct Inpainting: NovaTask {
    let name = "INPAINTING"
    let parametersName = "inPaintingParams"
    let configRule = NovaConfig.Rule.ignoringSize

    let parameters = Schema(
        .required("image", .image), .optional("maskPrompt", .novaText),
        .optional("maskImage", .image), .optional("text", .novaText),
        .optional("negativeText", .novaText))

    func conflicts(_ parameters: Fields) -> [String] { parameters.maskConflicts() }

    func work(_ parameters: Fields, _ config: NovaConfig) throws -> NovaWork {
        let image = try parameters.novaSource("image")
        let region =
            switch try parameters.novaMask(of: image) {
            case .white(let white): try white.inverted()
            // A found thing's rim would stay behind.
            case .named(let named): try named.dilated(radius: max(2, image.size.shortSide / 80))
            }
        let edge = try region.softenedInwards(by: 3)
        return NovaWork { seed in
            guard parameters.has("text") else {
                let filled = try Backfill(seed: seed).filled(image, hole: region)
                return try filled.blended(by: region, over: image)
            }
            let everywhere = try Pixels.constant([255], image.size).eightBit()
            let new = try Repaint.fill(image, mask: everywhere, with: parameters.scene(seed))
            return try config.rendered(new, seed: seed).blended(by: edge, over: image)
        }
    }
}
