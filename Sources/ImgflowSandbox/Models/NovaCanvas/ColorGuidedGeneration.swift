import ImgflowImages

/// A scene, or a reference image, in the colors of a palette.
struct ColorGuidedGeneration: NovaTask {
    let name = "COLOR_GUIDED_GENERATION"
    let parametersName = "colorGuidedGenerationParams"
    let configRule = NovaConfig.Rule.sized

    let parameters = Schema(
        .required("colors", .list(.color, count: 1...10)), .optional("referenceImage", .image),
        .required("text", .novaText), .optional("negativeText", .novaText))

    func work(_ parameters: Fields, _ config: NovaConfig) throws -> NovaWork {
        let palette = Palette(parameters.texts("colors").compactMap(Tint.init(hexadecimal:)))
        let reference =
            parameters.has("referenceImage")
            ? try parameters.novaSource("referenceImage").covering(config.size) : nil
        return NovaWork { seed in
            let scene = parameters.scene(seed)
            // A reference gives the composition, the words its finer shape.
            let shape =
                try reference.map { try scene.reinterpreted($0, strength: 0.35) }
                ?? scene.painted(config.size)
            return try config.rendered(palette.applied(to: shape), seed: seed)
        }
    }
}
