import ImageFacts
import ImgflowImages
import Testing

@testable import ImgflowSandbox

struct PictureTests {
    @Test(arguments: [
        (Id.core, "3:2", PixelSize(1536, 1024)), (Id.ultra, "1:1", PixelSize(1024, 1024)),
        (Id.sd35, "21:9", PixelSize(1536, 640)),
    ])
    func generatedPicturesHaveTheirSize(_ model: String, _ aspect: String, _ size: PixelSize)
        async throws
    {
        let image = try await Call.picture(
            model, #"{"prompt":"a cat","aspect_ratio":"\#(aspect)","output_format":"jpeg"}"#)
        #expect(image.facts.withoutBytes == noted(size, .jpeg))
        try image.decoded()
    }

    @Test func oneRequestHasOneAnswer() async throws {
        let body = #"{"prompt":"a harbour at night","aspect_ratio":"21:9"}"#
        let first = await Call.raw(Id.core, body)
        #expect(first.status == 200)
        #expect(await Call.raw(Id.core, body).body == first.body)
        let seeded = #"{"prompt":"a harbour at night","aspect_ratio":"21:9","seed":"#
        let one = try await Call.picture(Id.core, seeded + "1}").rgba()
        #expect(try await Call.picture(Id.core, seeded + "2}").rgba() != one)
    }

    @Test func seedIsGivenBack() async throws {
        let size = #""aspect_ratio":"21:9""#
        let given = try await Call.answer(Id.core, #"{"prompt":"a",\#(size),"seed":7}"#).answer
        #expect(given.seeds == [7])
        #expect(given.finish_reasons == [nil])
        let chosen = try await Call.answer(Id.core, #"{"prompt":"a",\#(size)}"#).answer
        #expect((1...4_294_967_294).contains(try #require(chosen.seeds?.first)))
    }

    @Test func inpaintLeavesTheRestAlone() async throws {
        let size = PixelSize(320, 200)
        let input = try Sample.ball(size)
        let bytes = (0..<200).flatMap { y in
            (0..<320).map { x in x < 120 && y < 90 ? UInt8(255) : 0 }
        }
        let mask = Image(try Pixels.bytes(bytes, size, bands: 1), format: .png)
        let result = try await Call.picture(
            Id.inpaint,
            #"{"prompt":"a storm","grow_mask":5,"image":"\#(try Sample.base64(input))","#
                + #""mask":"\#(try Sample.base64(mask))"}"#)
        #expect(result.facts.size == size)
        let before = try input.rgba()
        let after = try result.rgba()
        let stamp = Stamp.place(on: size)
        var changedInside = 0
        for y in 0..<200 {
            for x in 0..<320 where !(x >= stamp.x && y >= stamp.y) {
                let at = 4 * (y * 320 + x)
                let same = before[at..<(at + 4)] == after[at..<(at + 4)]
                // The mask grows by 5 pixels and a blur of 2.5.
                if x >= 135 || y >= 105 {
                    #expect(same, "changed at \(x),\(y)")
                } else if x < 120, y < 90, !same {
                    changedInside += 1
                }
            }
        }
        #expect(changedInside > 120 * 90 * 9 / 10)
    }

    @Test func transparencyIsAMask() async throws {
        let bytes = (0..<(64 * 64)).flatMap { index -> [UInt8] in
            [40, 90, 200, index % 64 < 20 ? 0 : 255]
        }
        let input = try Image.fromRGBA(bytes, PixelSize(64, 64))
        let result = try await Call.picture(
            Id.inpaint,
            #"{"prompt":"red bricks","grow_mask":0,"image":"\#(try Sample.base64(input))"}"#)
        let pixels = try Raster(result)
        #expect(pixels[50, 5] == [40, 90, 200])
        #expect(pixels[5, 5] != [40, 90, 200])
    }

    @Test func skyIsFoundByItsWord() async throws {
        // Blue above, green below.
        let bytes = (0..<(160 * 120)).flatMap { index -> [UInt8] in
            index < 160 * 60 ? [120, 180, 240] : [40, 90, 30]
        }
        let input = try Image.fromRGB(bytes, PixelSize(160, 120))
        let result = try await Call.picture(
            Id.searchReplace,
            #"{"prompt":"a storm","search_prompt":"the sky","image":"\#(try Sample.base64(input))"}"#
        )
        let pixels = try Raster(result)
        #expect(pixels[80, 10][2] < 160)
        #expect(pixels[20, 90] == [40, 90, 30])
    }

    @Test func backgroundIsCutOut() async throws {
        let input = try Sample.base64(Sample.ball(PixelSize(300, 200)))
        let result = try await Call.picture(Id.removeBackground, #"{"image":"\#(input)"}"#)
        #expect(
            result.facts.withoutBytes
                == noted(PixelSize(300, 200), .png, hasAlpha: true))
        let pixels = try Raster(result)
        #expect(pixels.alpha(150, 100) == 255)
        #expect(pixels.alpha(20, 20) == 0)
        let flat = try await Call.picture(
            Id.removeBackground, #"{"image":"\#(input)","output_format":"jpeg"}"#)
        #expect(flat.facts.format == .jpeg)
    }

    @Test(arguments: [
        (Id.fast, "", PixelSize(100, 80), PixelSize(400, 320)),
        (Id.conservative, #""prompt":"a","#, PixelSize(128, 128), PixelSize(3112, 3112)),
        (Id.creative, #""prompt":"a","#, PixelSize(128, 128), PixelSize(3152, 3152)),
    ])
    func upscalesHaveTheirSize(
        _ model: String, _ prompt: String, _ input: PixelSize, _ output: PixelSize
    ) async throws {
        let image = try Sample.plain(input.width, input.height, .jpeg)
        let result = try await Call.picture(
            model, #"{\#(prompt)"image":"\#(image)","output_format":"webp"}"#)
        #expect(result.facts.withoutBytes == noted(output, .webp))
    }

    @Test func imageToImageFollowsItsStrength() async throws {
        let image = try Sample.plain(512, 512)
        let body = #"{"prompt":"a","mode":"image-to-image","image":"\#(image)","strength":"#
        let kept = try await Call.picture(Id.sd35, body + "0}")
        #expect(kept.facts.size == PixelSize(1024, 1024))
        let pixel = try kept.rgba().prefix(3)
        #expect(zip(pixel, [90, 120, 150]).allSatisfy { abs(Int($0) - $1) <= 2 })
        let ignored = try await Call.picture(Id.sd35, body + "1}")
        #expect(try ignored.rgba().prefix(3) != pixel)
    }

    @Test func novaMakesSeveral() async throws {
        let answer = try await Call.answer(
            Id.nova,
            #"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a"},"imageGenerationConfig":"#
                + #"{"width":320,"height":336,"numberOfImages":2}}"#, region: "us-east-1"
        ).answer
        #expect(answer.images?.count == 2)
        #expect(answer.images?.first != answer.images?.last)
        #expect(answer.seeds == nil)
    }

    @Test func novaChangesWhereItsMaskIsBlack() async throws {
        let bytes = (0..<(320 * 320)).map { $0 % 320 < 100 ? UInt8(0) : 255 }
        let mask = Image(try Pixels.bytes(bytes, PixelSize(320, 320), bands: 1), format: .png)
        let result = try await Call.picture(
            Id.nova,
            #"{"taskType":"INPAINTING","inPaintingParams":{"text":"red bricks","#
                + #""image":"\#(try Sample.plain(320, 320))","maskImage":"\#(try Sample.base64(mask))"}}"#,
            region: "us-east-1")
        let pixels = try Raster(result)
        #expect(
            pixels[200, 50] == [90, 120, 150])
        #expect(pixels[50, 50] != [90, 120, 150])
    }

    @Test func everyPictureSaysWhereItIsFrom() async throws {
        let input = try Sample.plain(128, 128)
        let result = try await Call.picture(
            Id.inpaint, #"{"prompt":"a","image":"\#(input)","output_format":"webp"}"#)
        let note = Array("made by the imgflow sandbox".utf8)
        let file = try #require(result.encoded)
        #expect(file.indices.contains { file[$0...].starts(with: note) })
        let place = Stamp.place(on: PixelSize(128, 128))
        let corner = try result.cropped(
            x: place.x, y: place.y, width: place.size.width, height: place.size.height
        ).mask().brightness()
        #expect(corner.maximum - corner.minimum > 100)
    }
}

/// With the sandbox's own note.
func noted(_ size: PixelSize, _ format: ImageFormat, hasAlpha: Bool = false) -> ImageFacts {
    var facts = ImageFacts(size: size, format: format, hasAlpha: hasAlpha)
    facts.hasMetadata = true
    return facts
}

extension ImageFacts {
    /// All that a picture shows, without how many bytes its encoding took.
    var withoutBytes: ImageFacts {
        var facts = self
        facts.byteCount = nil
        return facts
    }
}
