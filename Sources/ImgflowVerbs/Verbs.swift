package import ImgflowLanguage
package import ImgflowModels
package import ImgflowPlanner

/// Every verb of the language: a verb is its own file in `Verbs/` and a line here.
package enum Verbs {
    package static let all: [any Verb] =
        [
            Load(), Save(), Show(), Info(),
            Generate(), Transform(), Vary(), Inpaint(), Erase(), Outpaint(), Backdrop(),
            RemoveBackground(), Replace(), Recolor(), Restyle(), Sketch(), Structure(), Guide(),
            TryOn(), Upscale(), Invoke(),
        ] + pixelVerbs

    private static let pixelVerbs: [any Verb] = [
        Resize(), Crop(), Pad(), Rotate(), Flip(), Flatten(), Convert(), Blur(), Overlay(), Blend(),
        Label(), Sheet(), Canvas(), Select(), Grow(), Shrink(), Feather(), Union(), Intersect(),
        Minus(), Invert(), Grayscale(), Adjust(), Threshold(), Tint(), Sharpen(), Pixelate(),
        Trim(), Cut(), Rounded(), Shadow(),
    ]

    /// Those that work on pixels on this machine.
    package static let pixelNames = Set(pixelVerbs.map(\.signature.name))

    /// What checking, help and completion know of them.
    package static let catalog = Catalog(all.map(\.signature))

    /// The verbs that may call a model.
    package static func names(calling model: any BedrockModel.Type) -> [String] {
        all.filter { verb in verb.models.contains { $0 == model } }.map(\.signature.name)
    }

    /// The catalog with the user's own models among the words of `model:`, and their Regions among
    /// those of `region:`.
    package static func catalog(of models: ModelCatalog) -> Catalog {
        let added = models.entries.filter { $0.card.name != $0.model.card.name }
        let regions = models.regions.filter { !Models.regions.contains($0) }
        guard !added.isEmpty || !regions.isEmpty else { return catalog }
        return Catalog(
            all.map { verb in
                var signature = verb.signature
                for index in signature.parameters.indices {
                    guard case .word(let words) = signature.parameters[index].type else { continue }
                    switch signature.parameters[index].name {
                    case "model":
                        let more = added.filter { words.contains($0.model.card.name) }
                        signature.parameters[index].type = .word(words + more.map(\.card.name))
                    case "region":
                        let more = regions.filter { !words.contains($0) }
                        signature.parameters[index].type = .word(words + more)
                    default: break
                    }
                }
                return signature
            })
    }
}
