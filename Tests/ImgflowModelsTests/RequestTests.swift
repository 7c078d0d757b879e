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

    @Test func novaIsAskedForTextToImage() {
        #expect(
            body(
                NovaCanvas.textToImage(
                    text: prompt, negative: nil, size: PixelSize(1_024, 1_024), quality: nil,
                    guidance: nil, seed: seed))
                == #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a harbour"},"imageGenerationConfig":{"width":1024,"height":1024,"numberOfImages":1,"seed":7}}"#
        )
        #expect(
            body(
                NovaCanvas.textToImage(
                    text: prompt, negative: negative, size: PixelSize(1_280, 720),
                    quality: .premium, guidance: 6.5, seed: seed))
                == #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a harbour","negativeText":"people"},"imageGenerationConfig":{"width":1280,"height":720,"quality":"premium","cfgScale":6.5,"numberOfImages":1,"seed":7}}"#
        )
    }

    /// Exactly one of `maskPrompt` and `maskImage`; no size goes with this task.
    @Test func novaIsAskedForInpainting() {
        #expect(
            body(
                NovaCanvas.inpainting(
                    text: prompt, mask: .words(.string("sky")), negative: nil, quality: nil,
                    guidance: nil, seed: seed))
                == #"{"taskType":"INPAINTING","inPaintingParams":{"image":"IMAGE","maskPrompt":"sky","text":"a harbour"},"imageGenerationConfig":{"numberOfImages":1,"seed":7}}"#
        )
        #expect(
            body(
                NovaCanvas.inpainting(
                    text: prompt, mask: .picture, negative: negative, quality: .standard,
                    guidance: 1.1, seed: seed))
                == #"{"taskType":"INPAINTING","inPaintingParams":{"image":"IMAGE","maskImage":"MASK","text":"a harbour","negativeText":"people"},"imageGenerationConfig":{"quality":"standard","cfgScale":1.1,"numberOfImages":1,"seed":7}}"#
        )
    }

    @Test func aSeedIsFoundInEveryRequest() {
        #expect(
            NovaCanvas.inpainting(
                text: prompt, mask: .picture, negative: nil, quality: nil, guidance: nil, seed: seed
            )["imageGenerationConfig"]?["seed"] == seed)
        #expect(
            StableImageCore.request(
                prompt: prompt, aspect: "1:1", negative: nil, seed: seed, format: .png)["seed"]
                == seed)
    }

    private func body(_ request: RequestValue) -> String {
        RequestWriter.text(request) { $0 == .image ? "IMAGE" : "MASK" }
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
            (StableImageInpaint.outputSize, .exact(PixelSize(640, 427)), "about 640x427"),
            (StableImageSearchReplace.outputSize, .exact(PixelSize(640, 427)), "about 640x427"),
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
