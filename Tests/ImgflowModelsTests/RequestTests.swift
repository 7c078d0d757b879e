import ImageFacts
import ImgflowModels
import Testing

/// The bodies of reference, sections 3, 5 and 6, written by hand: least and most of what is sent.
struct RequestTests {
    private let prompt = RequestValue.string("a harbour")
    private let negative = RequestValue.string("people")
    private let seed = RequestValue.integer(7)

    @Test func coreIsAskedForTextToImage() {
        #expect(
            body(
                StableImageCore.request(
                    prompt: prompt, aspect: "1:1", negative: nil, seed: seed, format: .png))
                == #"{"prompt":"a harbour","aspect_ratio":"1:1","seed":7,"output_format":"png"}"#)
        #expect(
            body(
                StableImageCore.request(
                    prompt: prompt, aspect: "21:9", negative: negative, seed: seed, format: .jpeg))
                == #"{"prompt":"a harbour","aspect_ratio":"21:9","negative_prompt":"people","seed":7,"output_format":"jpeg"}"#
        )
    }

    @Test func ultraIsAskedForTextToImage() {
        #expect(
            body(
                StableImageUltra.request(
                    prompt: prompt, aspect: "1:1", negative: nil, seed: seed, format: .png))
                == #"{"prompt":"a harbour","aspect_ratio":"1:1","seed":7,"output_format":"png"}"#)
        #expect(
            body(
                StableImageUltra.request(
                    prompt: prompt, aspect: "9:21", negative: negative, seed: seed, format: .jpeg))
                == #"{"prompt":"a harbour","aspect_ratio":"9:21","negative_prompt":"people","seed":7,"output_format":"jpeg"}"#
        )
    }

    /// `mode` is always sent: the table needs it although AWS's sample leaves it out.
    @Test func sd35IsAskedForTextToImage() {
        #expect(
            body(
                StableDiffusion35Large.request(
                    prompt: prompt, aspect: "1:1", negative: nil, seed: seed, format: .png))
                == #"{"prompt":"a harbour","mode":"text-to-image","aspect_ratio":"1:1","seed":7,"output_format":"png"}"#
        )
        #expect(
            body(
                StableDiffusion35Large.request(
                    prompt: prompt, aspect: "4:5", negative: negative, seed: seed, format: .webp))
                == #"{"prompt":"a harbour","mode":"text-to-image","aspect_ratio":"4:5","negative_prompt":"people","seed":7,"output_format":"webp"}"#
        )
    }

    @Test func inpaintIsSentPictureAndMask() {
        #expect(
            body(
                StableImageInpaint.request(
                    prompt: prompt, negative: nil, style: nil, growMask: nil, seed: seed,
                    format: .png))
                == #"{"prompt":"a harbour","image":"IMAGE","mask":"MASK","seed":7,"output_format":"png"}"#
        )
        #expect(
            body(
                StableImageInpaint.request(
                    prompt: prompt, negative: negative, style: "line-art", growMask: 0, seed: seed,
                    format: .webp))
                == #"{"prompt":"a harbour","image":"IMAGE","mask":"MASK","negative_prompt":"people","style_preset":"line-art","grow_mask":0,"seed":7,"output_format":"webp"}"#
        )
    }

    @Test func searchAndReplaceIsSentWordsAndNoMask() {
        let search = RequestValue.string("the sky")
        #expect(
            body(
                StableImageSearchReplace.request(
                    prompt: prompt, searchPrompt: search, negative: nil, style: nil, growMask: nil,
                    seed: seed, format: .jpeg))
                == #"{"prompt":"a harbour","image":"IMAGE","search_prompt":"the sky","seed":7,"output_format":"jpeg"}"#
        )
        #expect(
            body(
                StableImageSearchReplace.request(
                    prompt: prompt, searchPrompt: search, negative: negative, style: "enhance",
                    growMask: 20, seed: seed, format: .png))
                == #"{"prompt":"a harbour","image":"IMAGE","search_prompt":"the sky","negative_prompt":"people","style_preset":"enhance","grow_mask":20,"seed":7,"output_format":"png"}"#
        )
    }

    @Test func removeBackgroundAndFastUpscaleAreSentNothingElse() {
        #expect(
            body(StableImageRemoveBackground.request(format: .webp))
                == #"{"image":"IMAGE","output_format":"webp"}"#)
        #expect(
            body(StableFastUpscale.request(format: .jpeg))
                == #"{"image":"IMAGE","output_format":"jpeg"}"#)
    }

    /// `creativity` is disputed for conservative, so it goes only where it was asked for; this
    /// model has no `style_preset`.
    @Test func conservativeUpscaleIsSentCreativityOnlyWhenAsked() {
        #expect(
            body(
                StableConservativeUpscale.request(
                    prompt: prompt, creativity: nil, negative: nil, seed: seed, format: .jpeg))
                == #"{"prompt":"a harbour","image":"IMAGE","seed":7,"output_format":"jpeg"}"#)
        #expect(
            body(
                StableConservativeUpscale.request(
                    prompt: prompt, creativity: 0.2, negative: negative, seed: seed, format: .webp))
                == #"{"prompt":"a harbour","image":"IMAGE","creativity":0.2,"negative_prompt":"people","seed":7,"output_format":"webp"}"#
        )
    }

    @Test func creativeUpscaleIsSentItsOptions() {
        #expect(
            body(
                StableCreativeUpscale.request(
                    prompt: prompt, creativity: nil, negative: nil, style: nil, seed: seed,
                    format: .jpeg))
                == #"{"prompt":"a harbour","image":"IMAGE","seed":7,"output_format":"jpeg"}"#)
        #expect(
            body(
                StableCreativeUpscale.request(
                    prompt: prompt, creativity: 0.5, negative: negative, style: "tile-texture",
                    seed: seed, format: .webp))
                == #"{"prompt":"a harbour","image":"IMAGE","creativity":0.5,"negative_prompt":"people","style_preset":"tile-texture","seed":7,"output_format":"webp"}"#
        )
    }

    /// Image to image needs `mode` and `strength`, and takes no aspect.
    @Test func sd35IsAskedForImageToImage() {
        #expect(
            body(
                StableDiffusion35Large.imageToImage(
                    prompt: prompt, strength: 0.7, negative: nil, seed: seed, format: .png))
                == #"{"prompt":"a harbour","mode":"image-to-image","image":"IMAGE","strength":0.7,"seed":7,"output_format":"png"}"#
        )
        #expect(
            body(
                StableDiffusion35Large.imageToImage(
                    prompt: prompt, strength: 0, negative: negative, seed: seed, format: .webp))
                == #"{"prompt":"a harbour","mode":"image-to-image","image":"IMAGE","strength":0.0,"negative_prompt":"people","seed":7,"output_format":"webp"}"#
        )
    }

    @Test func outpaintIsSentItsMargins() {
        #expect(
            body(
                StableOutpaint.request(
                    margins: [("left", .integer(256))], prompt: nil, creativity: nil, style: nil,
                    seed: seed, format: .webp))
                == #"{"image":"IMAGE","left":256,"seed":7,"output_format":"webp"}"#)
        #expect(
            body(
                StableOutpaint.request(
                    margins: [
                        ("left", .integer(0)), ("right", .integer(2_000)), ("up", .integer(1)),
                        ("down", .integer(9)),
                    ], prompt: prompt, creativity: 0.1, style: "anime", seed: seed, format: .jpeg))
                == #"{"image":"IMAGE","left":0,"right":2000,"up":1,"down":9,"prompt":"a harbour","creativity":0.1,"style_preset":"anime","seed":7,"output_format":"jpeg"}"#
        )
    }

    /// No prompt, no negative prompt, no style.
    @Test func eraseIsSentPictureAndMask() {
        #expect(
            body(StableImageEraseObject.request(growMask: nil, seed: seed, format: .png))
                == #"{"image":"IMAGE","mask":"MASK","seed":7,"output_format":"png"}"#)
        #expect(
            body(StableImageEraseObject.request(growMask: 20, seed: seed, format: .webp))
                == #"{"image":"IMAGE","mask":"MASK","grow_mask":20,"seed":7,"output_format":"webp"}"#
        )
    }

    /// Its words are `select_prompt`, not search and replace's `search_prompt`.
    @Test func searchAndRecolorIsSentWords() {
        #expect(
            body(
                StableImageSearchRecolor.request(
                    prompt: prompt, selectPrompt: .string("the jacket"), negative: nil, style: nil,
                    growMask: nil, seed: seed, format: .png))
                == #"{"prompt":"a harbour","image":"IMAGE","select_prompt":"the jacket","seed":7,"output_format":"png"}"#
        )
        #expect(
            body(
                StableImageSearchRecolor.request(
                    prompt: prompt, selectPrompt: .string("the jacket"), negative: negative,
                    style: "origami", growMask: 5, seed: seed, format: .jpeg))
                == #"{"prompt":"a harbour","image":"IMAGE","select_prompt":"the jacket","negative_prompt":"people","style_preset":"origami","grow_mask":5,"seed":7,"output_format":"jpeg"}"#
        )
    }

    /// `init_image` and `style_image`; no `image`, no `fidelity`, no `style_preset`.
    @Test func styleTransferIsSentTwoPictures() {
        #expect(
            body(
                StableStyleTransfer.request(
                    prompt: nil, negative: nil, fidelity: nil, strength: nil, change: nil,
                    seed: seed, format: .png))
                == #"{"init_image":"IMAGE","style_image":"STYLE","seed":7,"output_format":"png"}"#)
        #expect(
            body(
                StableStyleTransfer.request(
                    prompt: prompt, negative: negative, fidelity: 0.9, strength: 1, change: 0.1,
                    seed: seed, format: .webp))
                == #"{"init_image":"IMAGE","style_image":"STYLE","prompt":"a harbour","negative_prompt":"people","composition_fidelity":0.9,"style_strength":1.0,"change_strength":0.1,"seed":7,"output_format":"webp"}"#
        )
    }

    /// Sketch and structure share a table; neither has an aspect.
    @Test(
        arguments: [
            StableImageControlSketch.self, StableImageControlStructure.self,
        ] as [any ControlModel.Type])
    func controlServicesAreSentAPicture(model: any ControlModel.Type) {
        #expect(
            body(
                model.request(
                    prompt: prompt, strength: nil, negative: nil, style: nil, seed: seed,
                    format: .png))
                == #"{"prompt":"a harbour","image":"IMAGE","seed":7,"output_format":"png"}"#)
        #expect(
            body(
                model.request(
                    prompt: prompt, strength: 0.25, negative: negative, style: "cinematic",
                    seed: seed, format: .jpeg))
                == #"{"prompt":"a harbour","image":"IMAGE","control_strength":0.25,"negative_prompt":"people","style_preset":"cinematic","seed":7,"output_format":"jpeg"}"#
        )
    }

    @Test func styleGuideIsSentAnAspect() {
        #expect(
            body(
                StableImageStyleGuide.request(
                    prompt: prompt, aspect: "1:1", fidelity: nil, negative: nil, style: nil,
                    seed: seed, format: .png))
                == #"{"prompt":"a harbour","image":"IMAGE","aspect_ratio":"1:1","seed":7,"output_format":"png"}"#
        )
        #expect(
            body(
                StableImageStyleGuide.request(
                    prompt: prompt, aspect: "16:9", fidelity: 0.5, negative: negative,
                    style: "low-poly", seed: seed, format: .webp))
                == #"{"prompt":"a harbour","image":"IMAGE","aspect_ratio":"16:9","fidelity":0.5,"negative_prompt":"people","style_preset":"low-poly","seed":7,"output_format":"webp"}"#
        )
    }

    private func body(_ request: RequestValue) -> String {
        RequestWriter.text(request) { $0.rawValue.uppercased() }
    }
}

struct OutputSizeTests {
    @Test(
        arguments: [
            (StableFastUpscale.outputSize, SizeForecast.exact(PixelSize(64, 32)), "256x128"),
            (StableFastUpscale.outputSize, .about(PixelSize(64, 32)), "about 256x128"),
            (
                StableConservativeUpscale.outputSize, .exact(PixelSize(1_024, 1_024)),
                "about 3112x3112"
            ),
            (StableCreativeUpscale.outputSize, .exact(PixelSize(256, 256)), "about 3152x3152"),
            (StableCreativeUpscale.outputSize, .exact(PixelSize(640, 427)), "about 3859x2575"),
            (StableImageInpaint.outputSize, .exact(PixelSize(640, 427)), "640x427"),
            (StableImageSearchReplace.outputSize, .exact(PixelSize(640, 427)), "640x427"),
            (StableImageRemoveBackground.outputSize, .exact(PixelSize(640, 427)), "about 640x427"),
            (StableImageRemoveBackground.outputSize, .unknown, "unknown size"),
        ] as [(@Sendable (SizeForecast) -> SizeForecast, SizeForecast, String)])
    func whatComesOutIsForecast(
        rule: @Sendable (SizeForecast) -> SizeForecast, input: SizeForecast, expected: String
    ) {
        #expect("\(rule(input))" == expected)
    }

    /// Reference, sections 5.1 to 5.3: about 1.5 or 1 megapixel, sides of 640 to 1536.
    @Test func textToImageKeepsToWhatIsSaidOfIt() throws {
        typealias Rule = ((width: Int, height: Int)) -> SizeForecast
        let models: [(String, Rule, Double)] = [
            ("core", StableImageCore.outputSize, 1.5), ("ultra", StableImageUltra.outputSize, 1),
            ("sd35", StableDiffusion35Large.outputSize, 1),
        ]
        for (name, rule, megapixels) in models {
            for aspect in Stability.aspectRatios {
                let forecast = rule(aspect)
                let size = try #require(forecast.size)
                let label: Comment = "\(name) \(aspect): \(size)"
                #expect(!forecast.isExact)
                #expect(size.shortSide >= 640 && size.longSide <= 1_536, label)
                #expect(size.width % 64 == 0 && size.height % 64 == 0, label)
                let shape = Double(aspect.width) / Double(aspect.height)
                #expect(abs(size.aspect / shape - 1) < 0.05, label)
                // Where the longest side is reached first there are fewer pixels.
                if size.longSide < 1_536 {
                    #expect(abs(Double(size.pixels) / 1e6 - megapixels) < 0.08 * megapixels, label)
                }
            }
        }
    }
}
