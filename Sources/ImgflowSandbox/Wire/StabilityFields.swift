/// Fields that Stability's models share: reference, section 4.1.
extension Schema.Field {
    static let prompt = required("prompt", .text(1...10_000))
    static let negativePrompt = optional("negative_prompt", .text(0...10_000))
    static let seed = optional("seed", .integer(0...4_294_967_294))
    static let image = required("image", .image)
    static let outputFormat = optional("output_format", .choice(["jpeg", "png", "webp"]))
    static let growMask = optional("grow_mask", .integer(0...20))
    static let stylePreset = optional(
        "style_preset",
        .choice([
            "3d-model", "analog-film", "anime", "cinematic", "comic-book", "digital-art", "enhance",
            "fantasy-art", "isometric", "line-art", "low-poly", "modeling-compound", "neon-punk",
            "origami", "photographic", "pixel-art", "tile-texture",
        ]))
    static let aspectRatio = optional("aspect_ratio", .choice(StabilitySizes.ratios))
}
