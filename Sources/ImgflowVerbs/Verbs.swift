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
        ] + seeingVerbs + [Sort()] + pixelVerbs

    private static let seeingVerbs: [any Verb] = [Describe(), Judge(), Best()]

    private static let pixelVerbs: [any Verb] = [
        Resize(), Crop(), Pad(), Rotate(), Flip(), Flatten(), Convert(), Blur(), Overlay(), Blend(),
        Label(), Sheet(), Canvas(), Select(), Grow(), Shrink(), Feather(), Union(), Intersect(),
        Minus(), Invert(), Grayscale(), Adjust(), Threshold(), Tint(), Sharpen(), Pixelate(),
        Trim(), Cut(), Rounded(), Shadow(),
    ]

    private static let seeingRegions = Set(
        SeeingModels.all.flatMap { $0.routes.flatMap(\.regions) })

    /// Those that ask a model about images.
    package static let seeingNames = seeingVerbs.map(\.signature.name)

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
        let seeing = models.seeing.filter { entry in
            !SeeingModels.all.contains { $0.name == entry.card.name }
        }
        let places = models.seeing.flatMap { $0.card.routes.flatMap(\.regions) }
        guard
            !added.isEmpty || !regions.isEmpty || !seeing.isEmpty
                || places.contains(where: { !Self.seeingRegions.contains($0) })
        else { return catalog }
        return Catalog(
            all.map { verb in
                var signature = verb.signature
                for index in signature.parameters.indices {
                    guard case .word(let words) = signature.parameters[index].type else { continue }
                    switch signature.parameters[index].name {
                    case "region" where verb is any SeeingVerb || verb is Select:
                        signature.parameters[index].type = .word(
                            words + Set(places).subtracting(words).sorted())
                    case "model":
                        let more = added.filter { words.contains($0.model.card.name) }
                        let looking =
                            words.contains(SeeingModels.standard.name) ? seeing : []
                        signature.parameters[index].type = .word(
                            words + more.map(\.card.name) + looking.map(\.card.name))
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
