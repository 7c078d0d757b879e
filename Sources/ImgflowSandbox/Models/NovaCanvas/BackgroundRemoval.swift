import ImgflowImages

/// The subject with 8-bit alpha; no words, no configuration, one image.
struct BackgroundRemoval: NovaTask {
    let name = "BACKGROUND_REMOVAL"
    let parametersName = "backgroundRemovalParams"
    let configRule = NovaConfig.Rule.notAllowed
    let parameters = Schema(.required("image", .image))

    func work(_ parameters: Fields, _ config: NovaConfig) throws -> NovaWork {
        let image = try parameters.novaSource("image")
        return NovaWork { _ in try Cutout(image).picture() }
    }
}
