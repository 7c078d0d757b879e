import FoundationEssentials
import ImageFacts
import ImgflowImages
import Testing

@testable import ImgflowSandbox

struct LimitTests {
    @Test(arguments: [
        (Id.fast, "", 31, 40, "image: each side must be at least 32 pixels, got 31x40"),
        (Id.fast, "", 1537, 40, "image: each side must be at most 1536 pixels, got 1537x40"),
        (
            Id.fast, "", 1025, 1024,
            "image: total pixels must be between 1024 and 1048576, got 1049600"
        ),
        (
            Id.creative, #""prompt":"a","#, 63, 100,
            "image: each side must be at least 64 pixels, got 63x100"
        ),
        (
            Id.creative, #""prompt":"a","#, 1024, 1025,
            "image: total pixels must be between 4096 and 1048576, got 1049600"
        ),
        (
            Id.conservative, #""prompt":"a","#, 100, 251,
            "image: aspect ratio must be between 1:2.5 and 2.5:1, got 100x251"
        ),
        (
            Id.inpaint, #""prompt":"a","#, 3073, 3072,
            "image: total pixels must be between 4096 and 9437184, got 9440256"
        ),
    ])
    func picturesBeyondALimitAreRefused(
        _ model: String, _ prompt: String, _ width: Int, _ height: Int, _ detail: String
    ) async throws {
        let image = try Sample.plain(width, height)
        let answer = try await Call.answer(model, #"{\#(prompt)"image":"\#(image)"}"#)
        #expect(answer.status == 400)
        #expect(answer.type == "ValidationException")
        #expect(answer.answer.message == #"{"detail":"\#(detail)"}"#)
    }

    @Test(arguments: [(32, 32), (1536, 40), (64, 64)])
    func picturesAtALimitAreTaken(_ width: Int, _ height: Int) async throws {
        let image = try Sample.plain(width, height)
        let answer = try await Call.answer(
            Id.fast, #"{"image":"\#(image)","output_format":"jpeg"}"#)
        #expect(answer.status == 200)
    }

    @Test(arguments: [ImageFormat.gif, .tiff, .avif])
    func otherFormatsAreRefused(_ format: ImageFormat) async throws {
        let answer = try await Call.answer(
            Id.fast, #"{"image":"\#(try Sample.plain(64, 64, format))"}"#)
        #expect(
            answer.answer.message
                == #"{"detail":"image: unsupported image format \#(format), expected one of jpeg, png, webp"}"#
        )
    }

    @Test func damagedPicturesAreRefused() async throws {
        let file = Data(try Sample.ball(PixelSize(100, 100)).encoded(as: .png))
        let cut = file.prefix(file.count / 2).base64EncodedString()
        for image in [
            cut, "%%%", "aGVsbG8=", "data:image/png;base64," + file.base64EncodedString(),
        ] {
            let answer = try await Call.answer(Id.fast, #"{"image":"\#(image)"}"#)
            #expect(answer.status == 400)
            #expect(answer.answer.message?.hasPrefix(#"{"detail":"image: "#) == true)
        }
    }

    @Test func answersBeyondTheirSizeFail() async throws {
        let noise = Image(
            try Pixels.noise(PixelSize(700, 700), sigma: 60, seed: 1).linear(1, 128).eightBit()
                .asSRGB(), format: .png)
        let answer = try await Call.answer(
            Id.creative, #"{"prompt":"a","image":"\#(try Sample.base64(noise))"}"#)
        #expect(answer.status == 400)
        let message = try #require(answer.answer.message)
        #expect(message.hasPrefix(#"{"detail":"Response payload size "#))
        #expect(message.hasSuffix(#" bytes exceeds the maximum allowed size of 16777216 bytes"}"#))
    }

    @Test func requestsBeyondTheirSizeFail() async throws {
        let body = [UInt8](repeating: 32, count: 25_000_001)
        let answer = await SandboxEngine().invoke(modelID: Id.core, region: "us-west-2", body: body)
        #expect(answer.status == 400)
        #expect(answer.headers["x-amzn-ErrorType"] == "ValidationException")
    }

    @Test(arguments: [
        ("imgflow-filter-prompt", "Filter reason: prompt"),
        ("imgflow-filter-input", "Filter reason: input image"),
        ("imgflow-filter-output", "Filter reason: output image"),
        ("imgflow-inference-error", "Inference error"),
    ])
    func filtersAnswerWithReasonsOnly(_ word: String, _ reason: String) async {
        let answer = await Call.raw(Id.core, #"{"prompt":"a \#(word) b"}"#)
        #expect(answer.status == 200)
        #expect(
            String(decoding: answer.body, as: UTF8.self) == #"{"finish_reasons":["\#(reason)"]}"#)
    }

    @Test func novaFiltersInputAsAnErrorAndOutputAsAField() async throws {
        func body(_ word: String) -> String {
            #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"\#(word)"}}"#
        }
        let input = try await Call.answer(
            Id.nova, body("imgflow-filter-prompt"), region: "us-east-1")
        #expect(input.status == 400)
        #expect(input.answer.message?.contains("content filters") == true)
        let output = try await Call.answer(
            Id.nova, body("imgflow-filter-output"), region: "us-east-1")
        #expect(output.status == 200)
        #expect(output.answer.error != nil)
        #expect(output.answer.images == [])
    }

    @Test(arguments: [
        (#""image":"I","maskPrompt":"a","maskImage":"I""#, "exactly one of"),
        (#""image":"I""#, "exactly one of"),
        (#""image":"S","maskPrompt":"a""#, "at least 320"),
        (#""image":"A","maskPrompt":"a""#, "transparent"),
        (#""image":"I","maskImage":"I""#, "pure black and pure white"),
        (#""image":"I","maskImage":"L""#, "same size"),
    ])
    func novaInpaintingChecksItsPictures(_ parameters: String, _ words: String) async throws {
        var parameters = parameters
        let clear = try Sample.base64(Image.solid(PixelSize(320, 320), .clear))
        for (letter, image) in [
            ("I", try Sample.plain(320, 320)), ("S", try Sample.plain(319, 320)), ("A", clear),
            ("L", try Sample.plain(320, 336)),
        ] {
            parameters = parameters.replacing(#"":"\#(letter)""#, with: #"":"\#(image)""#)
        }
        let answer = try await Call.answer(
            Id.nova, #"{"taskType":"INPAINTING","inPaintingParams":{\#(parameters)}}"#,
            region: "us-east-1")
        #expect(answer.status == 400)
        #expect(answer.answer.message?.contains(words) == true, "\(answer.answer.message ?? "")")
    }
}
