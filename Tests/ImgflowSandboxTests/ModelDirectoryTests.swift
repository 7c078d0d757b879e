import ImageFacts
import Testing

@testable import ImgflowSandbox

struct ModelDirectoryTests {
    @Test(arguments: [
        (Id.core, "us-east-1"), (Id.nova, "us-west-2"), (Id.inpaint, "eu-west-1"),
        ("us.stability.stable-image-core-v1:1", "us-west-2"),
        ("stability.stable-image-inpaint-v1:0", "us-west-2"),
        ("us.stability.stable-image-outpaint-v1:0", "us-west-2"),
        ("stability.stable-diffusion-xl-v1", "us-west-2"),
        (
            "arn:aws:bedrock:us-west-2::foundation-model/us.stability.stable-fast-upscale-v1:0",
            "us-west-2"
        ),
        (
            "arn:aws:bedrock:us-west-2:1:inference-profile/stability.stable-image-core-v1:1",
            "us-west-2"
        ),
    ])
    func otherIdsAndRegionsAreInvalid(_ model: String, _ region: String) async throws {
        let answer = try await Call.answer(model, #"{"prompt":"a"}"#, region: region)
        #expect(answer.status == 400)
        #expect(answer.type == "ValidationException")
        #expect(answer.answer.message == "The provided model identifier is invalid.")
    }

    @Test(arguments: [
        "arn:aws:bedrock:us-west-2::foundation-model/stability.stable-image-core-v1:1",
        "arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.stability.stable-fast-upscale-v1:0",
    ])
    func arnsAreIds(_ arn: String) throws {
        _ = try ModelDirectory.model(arn, region: "us-west-2")
    }

    @Test func retiredModelIsGone() async throws {
        var settings = SandboxSettings()
        settings.retired = true
        let answer = try await Call.answer(Id.nova, "{}", region: "us-east-1", settings)
        #expect(answer.status == 404)
        #expect(answer.type == "ResourceNotFoundException")
        #expect(
            answer.answer.message
                == "This model version has reached the end of its life. Please refer to the AWS "
                + "documentation for more details.")
    }

    @Test(arguments: [StabilitySizes.core, .megapixel], StabilitySizes.ratios)
    func sizesKeepToTheDocuments(_ sizes: StabilitySizes, _ ratio: String) {
        let size = sizes[ratio]
        #expect(size.width % 64 == 0 && size.height % 64 == 0)
        #expect(size.shortSide >= 640 && size.longSide <= 1536)
        let sides = ratio.split(separator: ":").compactMap { Double($0) }
        #expect(abs(size.aspect / (sides[0] / sides[1]) - 1) < 0.06)
    }
}
