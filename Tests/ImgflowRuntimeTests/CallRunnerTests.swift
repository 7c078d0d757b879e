import Foundation
import ImageFacts
import ImgflowBedrock
import ImgflowImages
import ImgflowModels
import Testing

@testable import ImgflowRuntime

struct CallRunnerTests {
    private let shop: Workshop

    init() throws {
        shop = try Workshop()
        try shop.picture(PixelSize(640, 427), Color(90, 120, 160), "a.png")
    }

    /// The first answer is three megapixels instead of the size of its input; creative takes one.
    @Test func anAnswerLargerThanForecastIsFitAgain() async throws {
        let large = try Image.solid(PixelSize(2000, 1500), Color(9, 9, 9)).encoded(as: .png)
        let small = try Image.solid(PixelSize(64, 64), Color(1, 1, 1)).encoded(as: .jpeg)
        let model = ScriptedModel { _, number in .picture(number == 1 ? large : small) }
        let ran = try await shop.run(
            #"load "a.png" | inpaint mask:"sky" text:"storm" | upscale creative text:"a city" | save "b.jpg""#,
            by: model)
        #expect(ran.outcome.exitStatus == .done, "\(ran.failures)")
        try #require(model.requests.count == 2)
        let sent = try model.requests[1].image.facts.size
        #expect(sent == PixelSize(1182, 886))
        #expect(sent.pixels <= 1_048_576)
        #expect(
            ran.remarks == [
                "returned 2000x1500, expected 640x427 from search-replace",
                "downscaled first: 2000x1500 -> 1182x886 (creative-upscale accepts at most 1,048,576 px)",
            ])
    }

    /// The first answer is so large that the upscale would make it smaller: that is not paid for.
    @Test func anUpscaleThatWouldShrinkAnAnswerIsNotAskedFor() async throws {
        let large = try Image.solid(PixelSize(4000, 3000), Color(9, 9, 9)).encoded(as: .png)
        let model = ScriptedModel.always(large)
        let ran = try await shop.run(
            #"load "a.png" | inpaint mask:"sky" text:"storm" | upscale creative text:"a city" | save "b.jpg""#,
            by: model)
        #expect(model.requests.count == 1)
        #expect(ran.failures == ["`upscale` would make this image smaller: 4000x3000 -> 3641x2729"])
    }

    /// The seed of the second call comes from the picture that really came, so it is stable.
    @Test func aRunThatFailedInItsSecondStagePaysOnlyForThat() async throws {
        let picture = try Image.solid(PixelSize(640, 427), Color(9, 9, 9)).encoded(as: .png)
        let program =
            #"load "a.png" | inpaint mask:"sky" text:"storm" | upscale creative text:"a city" | save "b.png""#
        let broken = ScriptedModel { _, number in
            number == 1 ? .picture(picture) : .failure(424, "ModelErrorException")
        }
        let first = try await shop.run(program, by: broken)
        #expect(first.outcome.exitStatus == .failed)
        #expect(first.spent == Dollars(cents: 7))
        let mended = ScriptedModel.always(picture)
        let second = try await shop.run(program, by: mended)
        #expect(second.outcome.exitStatus == .done)
        #expect(mended.requests.map(\.modelID) == ["us.stability.stable-creative-upscale-v1:0"])
        #expect(mended.requests.first?.body == broken.requests.last?.body)
        #expect(second.known == 1)
    }

    @Test(arguments: [
        (Color.white, "the mask is all white: everything would change"),
        (Color.black, "the mask is all black: nothing would change"),
    ])
    func aMaskThatTurnsOutPlainIsRefusedBeforeTheCall(
        color: Color, message: String
    ) async throws {
        let model = ScriptedModel.always(
            try Image.solid(PixelSize(640, 427), color).encoded(as: .png))
        for pin in ["", "model:nova-canvas"] {
            let ran = try await shop.run(
                #"load "a.png" | inpaint "storm" mask:(generate "a mask") \#(pin) | save "b.png""#,
                by: model)
            #expect(ran.failures == [message])
            #expect(ran.outcome.exitStatus == .failed)
            #expect(ran.doubtful == .zero)
        }
        // The mask was made once, and nothing else was asked for.
        #expect(model.requests.map(\.modelID) == ["stability.stable-image-core-v1:1"])
    }

    /// White is what changes; Nova's own rule is black.
    @Test func aMaskFollowsOneRule() async throws {
        let half = try Image.solid(PixelSize(640, 427), .black)
            .padded(to: PixelSize(640, 427), background: .white, x: 320, y: 0)
        try shop.folder.write(half.encoded(as: .png), "mask.png")
        let picture = try Image.solid(PixelSize(640, 427), Color(9, 9, 9)).encoded(as: .png)
        let model = ScriptedModel { request, _ in
            request.modelID.contains("nova")
                ? .json(#"{"images":["\#(Data(picture).base64EncodedString())"]}"#)
                : .picture(picture)
        }
        for (name, pin) in [("1", ""), ("2", "model:nova-canvas")] {
            let ran = try await shop.run(
                #"load "a.png" | inpaint "storm" mask:(load "mask.png") \#(pin) | save "\#(name).png""#,
                by: model)
            #expect(ran.outcome.exitStatus == .done, "\(ran.failures)")
        }
        try #require(model.requests.count == 2)
        #expect(try model.requests[0].maskImage.rgba().prefix(3).elementsEqual([255, 255, 255]))
    }

    @Test(arguments: [
        #"{"images":["bm90IGEgcGljdHVyZQ=="],"seeds":[1],"finish_reasons":[null]}"#,
        #"{"images":["iVBORw0KGgo="],"seeds":[1],"finish_reasons":[null]}"#,
        #"{"images":["%%%"],"seeds":[1],"finish_reasons":[null]}"#,
        #"{"images":[]}"#,
        "<html>not what a model says</html>",
        "",
    ])
    func anAnswerThatIsNoPictureIsKeptAsideAndDoubtful(body: String) async throws {
        let model = ScriptedModel { _, _ in .json(body) }
        let ran = try await shop.run(
            #"load "a.png" | remove-background | save "b.png""#, by: model)
        #expect(ran.outcome.exitStatus == .failed)
        #expect(ran.spent == .zero)
        #expect(ran.doubtful == Dollars(cents: 7))
        let kept = shop.folder.names("answers/rejected")
        try #require(kept.count == 1)
        #expect(try shop.folder.read("answers/rejected/\(kept[0])") == Array(body.utf8))
        #expect(shop.folder.names() == ["a.png", "answers"])
        let hints = ran.outcome.failures.flatMap(\.failure.hints)
        #expect(hints.contains("this call may have been billed"))
        #expect(
            hints.contains(
                "the response is kept as \(shop.folder.place("answers/rejected/\(kept[0])"))"))
    }

    /// The header is whole, the pixels are not.
    @Test func aPictureThatIsCutShortIsNotBelieved() async throws {
        var bytes: [UInt8] = []
        for index in 0..<(256 * 256) { bytes += [UInt8(index % 251), UInt8(index % 241), 7] }
        let whole = try Image.fromRGB(bytes, PixelSize(256, 256)).encoded(as: .png)
        let model = ScriptedModel.always(Array(whole.prefix(whole.count / 2)))
        let ran = try await shop.run(
            #"load "a.png" | remove-background | save "b.png""#, by: model)
        #expect(ran.outcome.exitStatus == .failed)
        #expect(ran.doubtful == Dollars(cents: 7))
        #expect(ran.failures.first?.hasPrefix("remove-background returned something") == true)
        #expect(shop.folder.names("answers/rejected").count == 1)
        // Stored before it was proved, and taken back: no record and no picture are left.
        let shelves = shop.folder.names("answers").filter { $0 != "rejected" }
        #expect(shelves.allSatisfy { shop.folder.names("answers/\($0)").isEmpty })
    }

    @Test func aDamagedAnswerIsToldOfAndAskedForAnew() async throws {
        let picture = try Image.solid(PixelSize(640, 427), Color(9, 9, 9)).encoded(as: .png)
        let model = ScriptedModel.always(picture)
        let program = #"load "a.png" | remove-background | save "b.png" overwrite:true"#
        _ = try await shop.run(program, by: model)
        let shelf = try #require(shop.folder.names("answers").first)
        let name = try #require(
            shop.folder.names("answers/\(shelf)").first { $0.hasSuffix(".png") })
        try shop.folder.write([1, 2, 3], "answers/\(shelf)/\(name)")
        let damaged = try await shop.run(program, by: model)
        #expect(damaged.outcome.exitStatus == .failed)
        #expect(model.requests.count == 1)
        let again = try await shop.run(program, by: model)
        #expect(again.outcome.exitStatus == .done)
        #expect(model.requests.count == 2)
    }

    /// Nobody asks for credentials where every answer is known.
    @Test func theClientIsMadeForTheFirstUnknownCallOnly() async throws {
        let picture = try Image.solid(PixelSize(640, 427), Color(9, 9, 9)).encoded(as: .png)
        let program = #"load "a.png" | remove-background | save "b.png" overwrite:true"#
        _ = try await shop.run(program, by: .always(picture))
        let silent = ScriptedModel { _, _ in throw CancellationError() }
        let ran = try await shop.run(program, by: silent)
        #expect(ran.outcome.exitStatus == .done)
        #expect(silent.requests.isEmpty)
        #expect(ran.known == 1)
    }
}
