/// Every model that imgflow knows: a model is its own file in `Models/` and a line here.
package enum Models {
    package static let all: [any BedrockModel.Type] = [
        StableImageCore.self, StableDiffusion35Large.self, StableImageUltra.self,
        StableImageInpaint.self, StableOutpaint.self, StableImageEraseObject.self,
        StableImageRemoveBackground.self, StableImageSearchReplace.self,
        StableImageSearchRecolor.self, StableStyleTransfer.self, StableImageControlSketch.self,
        StableImageControlStructure.self, StableImageStyleGuide.self, StableFastUpscale.self,
        StableConservativeUpscale.self, StableCreativeUpscale.self, NovaCanvas.self,
    ]

    /// The model of this name: the word of `model:`.
    package static func named(_ name: String) -> (any BedrockModel.Type)? {
        all.first { $0.card.name == name }
    }

    /// Every Region in which some model lives, each once, in the order of the models.
    package static let regions: [String] = {
        var seen: Set<String> = []
        return all.flatMap { $0.card.regions }.filter { seen.insert($0).inserted }
    }()
}
