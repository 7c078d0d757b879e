import ImgflowImages

/// Mixes its inputs, and departs from them the more the less similar it is to be. A request without
/// words is taken: the documents contradict themselves (reference, section 3.3).
struct ImageVariation: NovaTask {
    let name = "IMAGE_VARIATION"
    let parametersName = "imageVariationParams"
    let configRule = NovaConfig.Rule.sized

    let parameters = Schema(
        .required("images", .list(.image, count: 1...5)),
        .optional("similarityStrength", .number(0.2...1)), .optional("text", .novaText),
        .optional("negativeText", .novaText))

    func work(_ parameters: Fields, _ config: NovaConfig) throws -> NovaWork {
        let inputs = try parameters.texts("images").enumerated().map { index, base64 in
            try NovaPicture.source(base64, "images[\(index)]").covering(config.size)
        }
        // The documents give no default; 0.7 is the usual value of the samples.
        let similarity = parameters.number("similarityStrength") ?? 0.7
        return NovaWork { seed in
            let scene = parameters.has("text") ? parameters.scene(seed) : nil
            let varied = try Variation(similarity: similarity, seed: seed).of(
                inputs, towards: scene)
            return try config.rendered(varied, seed: seed)
        }
    }
}
