import ImgflowImages

/// From words alone, or along the lines or the areas of another image.
struct TextImage: NovaTask {
    let name = "TEXT_IMAGE"
    let parametersName = "textToImageParams"
    let configRule = NovaConfig.Rule.sized

    let parameters = Schema(
        .required("text", .novaText), .optional("negativeText", .novaText),
        .optional("style", .choice(NovaStyle.allCases.map(\.rawValue))),
        .optional("conditionImage", .image),
        .optional("controlMode", .choice(["CANNY_EDGE", "SEGMENTATION"])),
        .optional("controlStrength", .number(0...1)))

    func work(_ parameters: Fields, _ config: NovaConfig) throws -> NovaWork {
        let style = parameters.text("style").flatMap(NovaStyle.init(rawValue:))
        let draw = try drawing(parameters, config)
        return NovaWork { seed in
            let picture = try draw(parameters.scene(seed))
            return try config.rendered(style?.applied(to: picture) ?? picture, seed: seed)
        }
    }

    private func drawing(
        _ parameters: Fields, _ config: NovaConfig
    ) throws -> (Scene) throws -> Pixels {
        guard parameters.has("conditionImage") else { return { try $0.painted(config.size) } }
        let layout = try parameters.novaSource("conditionImage").resized(to: config.size)
            .inMemory()
        let strength = parameters.number("controlStrength") ?? 0.7
        if parameters.text("controlMode") == "SEGMENTATION" {
            let areas = try Areas(layout)
            return { try areas.painted(as: $0, strength: strength) }
        }
        let lines = try Lines.found(in: layout)
        return { try Lines.drawn(lines, on: $0.painted(config.size), strength: strength) }
    }
}
