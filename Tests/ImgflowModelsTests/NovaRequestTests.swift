import ImgflowModels
import Testing

/// The bodies of reference, section 3, written by hand: least and most of what is sent.
struct NovaRequestTests {
    private let text = RequestValue.string("a harbour")
    private let negative = RequestValue.string("people")
    private let least = NovaCanvas.Config(quality: nil, guidance: nil, seed: .integer(7))
    private let most = NovaCanvas.Config(quality: .premium, guidance: 6.5, seed: .integer(7))
    private let small = #""imageGenerationConfig":{"numberOfImages":1,"seed":7}}"#
    private let full =
        #""imageGenerationConfig":{"quality":"premium","cfgScale":6.5,"numberOfImages":1,"seed":7}}"#

    @Test func textToImage() {
        let sized = NovaCanvas.Config(
            width: .integer(1_280), height: .integer(720), quality: .standard, guidance: 1.1,
            seed: .integer(7))
        #expect(
            body(
                NovaCanvas.textToImage(
                    text: text, negative: nil, style: nil, condition: nil, config: least))
                == #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a harbour"},"# + small)
        #expect(
            body(
                NovaCanvas.textToImage(
                    text: text, negative: negative, style: "3d-animated-family-film",
                    condition: nil, config: sized))
                == #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a harbour","negativeText":"people","style":"3D_ANIMATED_FAMILY_FILM"},"imageGenerationConfig":{"width":1280,"height":720,"quality":"standard","cfgScale":1.1,"numberOfImages":1,"seed":7}}"#
        )
    }

    @Test func conditionedOnAPicture() {
        #expect(
            body(
                NovaCanvas.textToImage(
                    text: text, negative: nil, style: nil,
                    condition: .init(.image, .edges, strength: nil), config: least))
                == #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a harbour","conditionImage":"IMAGE","controlMode":"CANNY_EDGE"},"#
                + small)
        #expect(
            body(
                NovaCanvas.textToImage(
                    text: text, negative: nil, style: "maximalism",
                    condition: .init(.layout, .segments, strength: 0.3), config: most))
                == #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a harbour","style":"MAXIMALISM","conditionImage":"LAYOUT","controlMode":"SEGMENTATION","controlStrength":0.3},"#
                + full)
    }

    @Test func colorGuided() {
        #expect(
            body(
                NovaCanvas.colorGuided(
                    text: text, negative: nil, colors: ["#2E8B57"], hasReference: false,
                    config: least))
                == ##"{"taskType":"COLOR_GUIDED_GENERATION","colorGuidedGenerationParams":{"text":"a harbour","colors":["#2E8B57"]},"##
                + small)
        #expect(
            body(
                NovaCanvas.colorGuided(
                    text: text, negative: negative, colors: ["#2E8B57", "#FFFFFF"],
                    hasReference: true, config: most))
                == ##"{"taskType":"COLOR_GUIDED_GENERATION","colorGuidedGenerationParams":{"text":"a harbour","negativeText":"people","colors":["#2E8B57","#FFFFFF"],"referenceImage":"REFERENCE"},"##
                + full)
    }

    @Test func variation() {
        #expect(
            body(
                NovaCanvas.variation(
                    text: nil, negative: nil, similarity: 0.7, further: 0, config: least))
                == #"{"taskType":"IMAGE_VARIATION","imageVariationParams":{"images":["IMAGE"],"similarityStrength":0.7},"#
                + small)
        #expect(
            body(
                NovaCanvas.variation(
                    text: text, negative: negative, similarity: 0.2, further: 4, config: most))
                == #"{"taskType":"IMAGE_VARIATION","imageVariationParams":{"images":["IMAGE","WITH 1","WITH 2","WITH 3","WITH 4"],"similarityStrength":0.2,"text":"a harbour","negativeText":"people"},"#
                + full)
    }

    /// Exactly one of `maskPrompt` and `maskImage`; without a text what is masked goes.
    @Test func inpainting() {
        #expect(
            body(
                NovaCanvas.inpainting(
                    text: text, mask: .words(.string("sky")), negative: nil, config: least))
                == #"{"taskType":"INPAINTING","inPaintingParams":{"image":"IMAGE","maskPrompt":"sky","text":"a harbour"},"#
                + small)
        #expect(
            body(
                NovaCanvas.inpainting(
                    text: nil, mask: .picture, negative: nil, config: least))
                == #"{"taskType":"INPAINTING","inPaintingParams":{"image":"IMAGE","maskImage":"MASK"},"#
                + small)
        #expect(
            body(
                NovaCanvas.inpainting(
                    text: text, mask: .picture, negative: negative, config: most))
                == #"{"taskType":"INPAINTING","inPaintingParams":{"image":"IMAGE","maskImage":"MASK","text":"a harbour","negativeText":"people"},"#
                + full)
    }

    @Test func outpainting() {
        #expect(
            body(
                NovaCanvas.outpainting(
                    text: text, mask: .words(.string("the dog")), blend: nil, negative: nil,
                    config: least))
                == #"{"taskType":"OUTPAINTING","outPaintingParams":{"image":"IMAGE","maskPrompt":"the dog","text":"a harbour"},"#
                + small)
        #expect(
            body(
                NovaCanvas.outpainting(
                    text: text, mask: .picture, blend: .precise, negative: negative, config: most))
                == #"{"taskType":"OUTPAINTING","outPaintingParams":{"image":"IMAGE","maskImage":"MASK","outPaintingMode":"PRECISE","text":"a harbour","negativeText":"people"},"#
                + full)
        #expect(
            body(
                NovaCanvas.outpainting(
                    text: text, mask: .picture, blend: .blend, negative: nil, config: least)
            ).contains(#""outPaintingMode":"DEFAULT""#))
    }

    /// No `imageGenerationConfig`: it is not allowed here.
    @Test func backgroundRemoval() {
        #expect(
            body(NovaCanvas.backgroundRemoval)
                == #"{"taskType":"BACKGROUND_REMOVAL","backgroundRemovalParams":{"image":"IMAGE"}}"#
        )
    }

    @Test func tryOnByGarment() {
        #expect(
            body(
                NovaCanvas.tryOn(
                    .part("upper-body", shape: nil, styling: .init()), keeping: [], merge: nil,
                    returnsMask: false, config: least))
                == #"{"taskType":"VIRTUAL_TRY_ON","virtualTryOnParams":{"sourceImage":"IMAGE","referenceImage":"GARMENT","maskType":"GARMENT","garmentBasedMask":{"garmentClass":"UPPER_BODY"}},"#
                + small)
        #expect(
            body(
                NovaCanvas.tryOn(
                    .part(
                        "long-sleeve-shirt", shape: .contour,
                        styling: .init(sleeves: .up, isTucked: true, layer: .open)),
                    keeping: [("face", "on"), ("hands", "off"), ("pose", "default")],
                    merge: "seamless", returnsMask: true, config: most))
                == #"{"taskType":"VIRTUAL_TRY_ON","virtualTryOnParams":{"sourceImage":"IMAGE","referenceImage":"GARMENT","maskType":"GARMENT","garmentBasedMask":{"garmentClass":"LONG_SLEEVE_SHIRT","maskShape":"CONTOUR","garmentStyling":{"longSleeveStyle":"SLEEVE_UP","tuckingStyle":"TUCKED","outerLayerStyle":"OPEN"}},"maskExclusions":{"preserveFace":"ON","preserveHands":"OFF","preserveBodyPose":"DEFAULT"},"mergeStyle":"SEAMLESS","returnMask":true},"#
                + full)
    }

    @Test func tryOnByWordsAndByMask() {
        #expect(
            body(
                NovaCanvas.tryOn(
                    .words(.string("the jacket"), shape: .box), keeping: [], merge: "detailed",
                    returnsMask: false, config: least))
                == #"{"taskType":"VIRTUAL_TRY_ON","virtualTryOnParams":{"sourceImage":"IMAGE","referenceImage":"GARMENT","maskType":"PROMPT","promptBasedMask":{"maskPrompt":"the jacket","maskShape":"BOUNDING_BOX"},"mergeStyle":"DETAILED"},"#
                + small)
        #expect(
            body(
                NovaCanvas.tryOn(
                    .picture, keeping: [], merge: "balanced", returnsMask: false, config: least))
                == #"{"taskType":"VIRTUAL_TRY_ON","virtualTryOnParams":{"sourceImage":"IMAGE","referenceImage":"GARMENT","maskType":"IMAGE","imageBasedMask":{"maskImage":"MASK"},"mergeStyle":"BALANCED"},"#
                + small)
    }

    @Test func aSeedIsFoundInTheConfig() {
        let request = NovaCanvas.inpainting(
            text: text, mask: .picture, negative: nil, config: least)
        #expect(request["imageGenerationConfig"]?["seed"] == .integer(7))
    }

    private func body(_ request: RequestValue) -> String {
        RequestWriter.text(request) { $0.rawValue.uppercased() }
    }
}
