import Foundation
import ImageFacts
import ImgflowBedrock
import ImgflowImages
import ImgflowModels
import ImgflowPlanner
import Testing

@testable import ImgflowRuntime

/// What only the run can know: measures, masks that come with an answer, pixels that stay.
struct MeasuredRunTests {
    private let shop: Workshop
    private let blue = Color(20, 40, 200)

    init() throws {
        shop = try Workshop()
        try shop.picture(PixelSize(640, 427), blue, "a.png")
        let half = try Image.solid(PixelSize(640, 427), .black)
            .padded(to: PixelSize(640, 427), background: .white, x: 320, y: 0)
        try shop.folder.write(half.encoded(as: .png), "left.png")
    }

    private func solid(_ width: Int, _ height: Int, _ color: Color = Color(200, 30, 30)) throws
        -> [UInt8]
    {
        try Image.solid(PixelSize(width, height), color).encoded(as: .png)
    }

    private struct Margins: Decodable, Equatable {
        var left: Int?
        var right: Int?
        var up: Int?
        var down: Int?
    }

    private func margins(_ request: Data) throws -> Margins {
        try JSONDecoder().decode(Margins.self, from: request)
    }

    /// The plan guesses Core's size; the margins follow the size that really came.
    @Test func marginsAreCountedFromWhatCame() async throws {
        let made = try solid(800, 600)
        let model = ScriptedModel.always(made)
        let ran = try await shop.run(#"generate "x" | outpaint to:16:9 | save "b.png""#, by: model)
        #expect(ran.failures == [])
        try #require(model.requests.count == 2)
        let sent = try margins(Data(model.requests[1].body))
        #expect(sent == Margins(left: 133, right: 134, up: 0, down: 0))

        // Again: what came is known, the request is the same, and nothing is asked.
        let again = ScriptedModel.always(made)
        let second = try await shop.run(
            #"generate "x" | outpaint to:16:9 | save "c.png""#, by: again)
        #expect(second.failures == [])
        #expect(again.requests.isEmpty)
        #expect(second.spent == .zero)
    }

    /// It came in the shape that was asked for: a call would change nothing, and is not made.
    @Test func aShapeThatCameRightIsNotPaidFor() async throws {
        let model = ScriptedModel.always(try solid(1_600, 900))
        let ran = try await shop.run(#"generate "x" | outpaint to:16:9 | save "b.png""#, by: model)
        #expect(ran.failures == [])
        #expect(model.requests.count == 1)
        #expect(ran.spent == Dollars(cents: 4))
        #expect(
            ran.remarks == [
                "the image is 1600x900 and already has the aspect ratio: no call is made"
            ])
        #expect(try Image(encoded: shop.folder.read("b.png")).facts.size == PixelSize(1_600, 900))
    }

    @Test func aMarginThatIsTooWideIsCutAndSaid() async throws {
        let model = ScriptedModel.always(try solid(1_000, 1_000))
        let ran = try await shop.run(
            #"generate "x" | outpaint to:21:4 at:left | save "b.png""#, by: model)
        #expect(ran.failures == [])
        let sent = try margins(Data(model.requests[1].body))
        #expect(sent.right == 2_000)
        #expect(
            ran.remarks.contains("4,250 px right required, at most 2000 available"),
            "\(ran.remarks)")
    }

    private func nova(_ picture: [UInt8], mask: [UInt8]) -> ScriptedModel {
        ScriptedModel { _, _ in
            .json(
                #"{"images":["\#(Data(picture).base64EncodedString())"],"maskImage":"\#(Data(mask).base64EncodedString())"}"#
            )
        }
    }

    /// Nova shows in black what it replaced; here white is what changes, as everywhere.
    @Test func aReturnedMaskIsAPictureAndIsKept() async throws {
        let program =
            #"load "a.png" | try-on garment:"left.png" part:boots return-mask:true model:nova-canvas | save "{verb}-{index}.png""#
        let mask = try Image.solid(PixelSize(640, 427), .white)
            .padded(to: PixelSize(640, 427), background: .black, x: 320, y: 0).encoded(as: .png)
        let model = nova(try solid(640, 427), mask: mask)
        let ran = try await shop.run(program, by: model)
        #expect(ran.failures == [])
        #expect(ran.saved.count == 2)
        #expect(ran.spent == Dollars(cents: 4))
        let saved = try Image(encoded: shop.folder.read("mask-2.png"))
        // What came was black on the left.
        #expect(try saved.rgba()[0] == 255)
        #expect(try saved.rgba()[4 * 639] == 0)

        let again = nova([], mask: [])
        for name in ["mask-2.png", "try-on-1.png"] {
            try FileManager.default.removeItem(atPath: shop.folder.place(name))
        }
        let second = try await shop.run(program, by: again)
        #expect(second.failures == [])
        #expect(again.requests.isEmpty)
        #expect(try shop.folder.read("mask-2.png") == saved.encoded)
    }

    @Test func anAnswerWithoutItsMaskIsSaidAndThePictureIsNotLost() async throws {
        let picture = try solid(640, 427)
        let model = ScriptedModel { _, _ in
            .json(#"{"images":["\#(Data(picture).base64EncodedString())"]}"#)
        }
        let ran = try await shop.run(
            #"load "a.png" | try-on garment:"left.png" part:boots return-mask:true model:nova-canvas | save "{verb}-{index}.png""#,
            by: model)
        #expect(ran.failures == ["the response has no mask"])
        #expect(ran.saved == ["try-on-1.png"])
        #expect(ran.spent == Dollars(cents: 4))
    }

    /// The model changes every pixel, in another size; only what the mask shows is taken.
    @Test(arguments: [
        #"inpaint "x" mask:(load "left.png") exact:true"#,
        #"erase mask:(load "left.png") exact:true"#, #"backdrop "x" mask:(load "left.png")"#,
        #"inpaint "x" mask:(load "left.png") exact:true model:nova-canvas"#,
    ])
    func whatIsNotMaskedStaysToThePixel(stage: String) async throws {
        let answer = try solid(1_280, 854)
        let model = ScriptedModel { _, _ in
            .picture(answer)
        }
        let ran = try await shop.run(#"load "a.png" | \#(stage) | save "b.png""#, by: model)
        #expect(ran.failures == [])
        let saved = try Image(encoded: shop.folder.read("b.png"))
        #expect(saved.facts.size == PixelSize(640, 427))
        let pixels = try saved.rgba()
        let before = try Image(encoded: shop.folder.read("a.png")).rgba()
        for y in [0, 213, 426] {
            for x in stride(from: 320, to: 640, by: 7) {
                let at = 4 * (y * 640 + x)
                #expect(pixels[at..<(at + 4)] == before[at..<(at + 4)], "\(x) \(y)")
            }
            let at = 4 * (y * 640 + 40)
            #expect(Array(pixels[at..<(at + 3)]) == [200, 30, 30], "\(stage) \(y)")
        }
    }

    /// A picture that was framed for the model comes back in its frame, which is taken off again.
    @Test(arguments: [
        #"inpaint "x" mask:(load "long-mask.png") exact:true fit:pad"#,
        #"backdrop "x" mask:(load "long-mask.png") fit:pad"#,
    ])
    func aFrameIsTakenOffBeforeTheResultIsLaidOver(stage: String) async throws {
        try shop.picture(PixelSize(1_000, 100), blue, "long.png")
        let half = try Image.solid(PixelSize(1_000, 100), .black)
            .padded(to: PixelSize(1_000, 100), background: .white, x: 500, y: 0)
        try shop.folder.write(half.encoded(as: .png), "long-mask.png")
        // 1000x400 is sent; what comes is twice as large, green in the frame, red where the picture is.
        let red = try Image.solid(PixelSize(2_000, 200), Color(200, 30, 30))
        let came = try red.padded(to: PixelSize(2_000, 800), background: Color(0, 200, 0))
            .encoded(as: .png)
        let model = ScriptedModel.always(came)
        let ran = try await shop.run(#"load "long.png" | \#(stage) | save "b.png""#, by: model)
        #expect(ran.failures == [])
        let saved = try Image(encoded: shop.folder.read("b.png"))
        #expect(saved.facts.size == PixelSize(1_000, 100))
        let pixels = try saved.rgba()
        for y in [3, 50, 96] {
            let inside = 4 * (y * 1_000 + 100)
            let outside = 4 * (y * 1_000 + 900)
            #expect(Array(pixels[inside..<(inside + 3)]) == [200, 30, 30], "\(y)")
            #expect(Array(pixels[outside..<(outside + 3)]) == [20, 40, 200], "\(y)")
        }
    }

    /// The subject is what the first call leaves; the second paints where it left nothing.
    @Test func backdropPaintsWhereTheSubjectIsNot() async throws {
        let subject = try Image.solid(PixelSize(640, 427), Color(0, 200, 0)).encoded(as: .png)
        let cut = try Image(encoded: subject)
            .padded(to: PixelSize(640, 427), background: Color(0, 0, 0, alpha: 0), x: 320, y: 0)
            .encoded(as: .png)
        let painted = try solid(640, 427)
        let model = ScriptedModel { request, _ in
            .picture(request.modelID.contains("remove-background") ? cut : painted)
        }
        let ran = try await shop.run(#"load "a.png" | backdrop "snow" | save "b.png""#, by: model)
        #expect(ran.failures == [])
        #expect(ran.spent == Dollars(cents: 14))
        let sent = try #require(model.requests.last).maskImage
        #expect(try sent.rgba()[0] == 255)
        #expect(try sent.rgba()[4 * 600] == 0)
        let saved = try Image(encoded: shop.folder.read("b.png")).rgba()
        #expect(Array(saved[0..<3]) == [200, 30, 30])
        #expect(Array(saved[(4 * 600)..<(4 * 600 + 3)]) == [20, 40, 200])
    }

    private func noise(_ width: Int, _ height: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: width * height * 3)
        var state: UInt32 = 1
        for index in bytes.indices {
            state = state &* 1_664_525 &+ 1_013_904_223
            bytes[index] = UInt8(truncatingIfNeeded: state >> 24)
        }
        return try Image.fromRGB(bytes, PixelSize(width, height)).encoded(as: .png)
    }

    /// Bedrock takes 25,000,000 bytes, base64 and all: one more is not sent.
    @Test func aBodyHasItsLimitToTheByte() async throws {
        try shop.folder.write(try noise(2_440, 2_440), "noise.png")
        let model = ScriptedModel.always(try solid(64, 64))
        func run(_ filling: Int, _ name: String) async throws -> Workshop.Ran {
            let text = String(repeating: "x", count: filling)
            return try await shop.run(
                #"load "noise.png" | invoke "acme.v1:0" body:'{"i":"$image","t":"\#(text)"}' | save "\#(name).png""#,
                by: model)
        }
        #expect(try await run(1, "r1").failures == [])
        let room = BedrockLimits.requestBytes - (model.requests.first?.body.count ?? 0)
        try #require((1..<4_000_000).contains(room))
        #expect(try await run(1 + room, "r2").failures == [])
        #expect(model.requests.last?.body.count == BedrockLimits.requestBytes)
        let over = try await run(2 + room, "r3")
        #expect(
            over.failures == [
                "the request has 25,000,001 bytes, Bedrock accepts at most 25,000,000"
            ])
        #expect(model.requests.count == 2)
        #expect(over.doubtful == .zero)
    }

    /// Two large pictures share the 25,000,000 bytes of a body.
    @Test func picturesShareTheRoomOfABody() async throws {
        let noise = try noise(3_000, 2_000)
        #expect(noise.count > 17_000_000)
        try shop.folder.write(noise, "noise.png")
        let model = ScriptedModel.always(try solid(640, 427))
        let ran = try await shop.run(
            #"load "noise.png" | restyle from:(load "noise.png" | resize 2000) | save "b.png""#,
            by: model)
        #expect(ran.failures == [])
        let size = try #require(model.requests.first).body.count
        #expect(size <= BedrockLimits.requestBytes)
        #expect(size > 5_000_000)
    }
}
