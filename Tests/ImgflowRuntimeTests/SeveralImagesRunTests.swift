import Foundation
import ImageFacts
import ImgflowImages
import ImgflowModels
import Testing

@testable import ImgflowRuntime

/// One call whose answer brings several images: each is a result, paid for and kept.
struct SeveralImagesRunTests {
    private let shop: Workshop
    private let pictures: [[UInt8]]

    init() throws {
        shop = try Workshop()
        pictures = try [20, 120, 220].map {
            try Image.solid(PixelSize(64, 64), Color($0, 9, 9)).encoded(as: .png)
        }
    }

    private static func answer(_ pictures: [[UInt8]], _ shape: String) -> ScriptedModel {
        let texts = pictures.map { Data($0).base64EncodedString() }
        let artifacts = texts.map { #"{"base64":"\#($0)","finishReason":"SUCCESS","seed":5}"# }
        let body =
            shape == "artifacts"
            ? #"{"artifacts":[\#(artifacts.joined(separator: ","))]}"#
            : #"{"images":["\#(texts.joined(separator: "\",\""))"]}"#
        return ScriptedModel { _, _ in .json(body) }
    }

    private static let programs = [
        #"invoke "amazon.nova-canvas-v1:0" body:'{"taskType":"TEXT_IMAGE","imageGenerationConfig":{"numberOfImages":3}}'"#,
        #"invoke "some.model-v1:0" body:'{"samples":3}' price:0.04"#,
        #"invoke "some.model-v1:0" body:'{}' price:0.04 images:3"#,
    ]

    @Test(arguments: programs, ["images", "artifacts"])
    func eachIsAResultAndPaidFor(program: String, shape: String) async throws {
        // Nova has one shape.
        guard shape == "images" || !program.contains("nova") else { return }
        let model = Self.answer(pictures, shape)
        let whole = program + #" | save "out-{index}.png""#
        let over = try await shop.run(whole, by: model, budget: Dollars(cents: 11))
        #expect(over.outcome.exitStatus == .noConsent)
        #expect(model.requests.isEmpty)
        let ran = try await shop.run(whole, by: model, budget: Dollars(cents: 12))
        #expect(ran.failures == [])
        #expect(ran.saved == ["out-1.png", "out-2.png", "out-3.png"])
        #expect(ran.spent == Dollars(cents: 12))
        #expect(try ran.saved.map { try shop.folder.read($0) } == pictures)
        let record = try #require(shop.store?.survey().answers.first)
        #expect(record.answer.priceInMillionths == 120_000)
        #expect(shop.store?.isSound(record.answer) == true)
        let again = try await shop.run(
            program + #" | save "again-{index}.png""#, by: model, budget: .zero)
        #expect(again.outcome.exitStatus == .done, "\(again.failures)")
        #expect(model.requests.count == 1)
        #expect(again.known == 1)
    }

    /// What a body does not say the answer says: all is kept and priced, and had for nothing then.
    @Test func moreThanPlannedAreKeptAndPriced() async throws {
        let model = Self.answer(pictures, "images")
        let program = #"invoke "some.model-v1:0" body:'{}' price:0.04"#
        let first = try await shop.run(program + #" | save "a-{index}.png""#, by: model)
        #expect(first.saved == ["a-1.png"])
        #expect(first.spent == Dollars(cents: 12))
        #expect(
            first.remarks == [
                "the response has 3 images, expected 1; they are cached: `images:3` returns them, free"
            ])
        let second = try await shop.run(program + #" images:3 | save "b-{index}.png""#, by: model)
        #expect(second.saved == ["b-1.png", "b-2.png", "b-3.png"])
        #expect(second.spent == .zero)
        #expect(model.requests.count == 1)
    }

    /// Nova leaves out what its filter refused.
    @Test func thoseThatDoNotComeFailAloneAndAreNotPaid() async throws {
        let model = Self.answer(Array(pictures.prefix(2)), "images")
        let ran = try await shop.run(Self.programs[0] + #" | save "out-{index}.png""#, by: model)
        #expect(ran.saved == ["out-1.png", "out-2.png"])
        #expect(ran.failures == ["image 3 is missing: the response has 2 images"])
        #expect(ran.outcome.exitStatus == .partlyDone)
        #expect(ran.spent == Dollars(cents: 8))
    }

    /// One that is damaged does not lose the others, and its bytes stay.
    @Test func aDamagedOneLeavesTheOthers() async throws {
        for damaged in [Array(pictures[1].prefix(60)), Array("no picture".utf8)] {
            let shop = try Workshop()
            let model = Self.answer([pictures[0], damaged, pictures[2]], "images")
            let ran = try await shop.run(Self.programs[0] + #" | save "o-{index}.png""#, by: model)
            #expect(ran.saved == ["o-1.png", "o-2.png"])
            #expect(ran.outcome.exitStatus == .partlyDone)
            #expect(ran.spent == Dollars(cents: 12))
            let remark = try #require(ran.remarks.first)
            #expect(
                remark.hasPrefix("1 image of the response cannot be read: the response is kept as ")
            )
            #expect(shop.folder.names("answers/rejected").count == 1)
            let again = try await shop.run(
                Self.programs[0] + #" | save "p-{index}.png""#, by: model)
            #expect(again.spent == .zero)
        }
    }

    /// A cached image that changed on disk is moved away, whichever it is; the others stay cached.
    @Test(arguments: 0..<3) func oneThatIsDamagedOnDiskLeavesTheOthers(damaged: Int) async throws {
        let model = Self.answer(pictures, "images")
        let program = Self.programs[0]
        _ = try await shop.run(program + #" | save "a-{index}.png""#, by: model)
        let answer = try #require(shop.store?.survey().answers.first).answer
        let name = "answers/\(answer.key.prefix(2))/\(answer.imageNames[damaged].name)"
        try shop.folder.write([1, 2, 3], name)
        let told = try await shop.run(program + #" | save "b-{index}.png""#, by: model)
        #expect(told.saved == [])
        #expect(
            told.outcome.failures.first?.failure.hints
                == [
                    "run it again: the other 2 images are still cached",
                    "to pay for all of them again: fresh:true",
                ])
        #expect(try shop.folder.read(name + ".damaged") == [1, 2, 3])
        let again = try await shop.run(program + #" | save "c-{index}.png""#, by: model)
        var left = pictures
        left.remove(at: damaged)
        #expect(try again.saved.map { try shop.folder.read($0) } == left)
        #expect(again.spent == .zero)
        #expect(again.failures == ["image 3 is missing: the response has 2 images"])
        #expect(model.requests.count == 1)
    }

    /// Without a store too.
    @Test func theyAreSharedWithinARun() async throws {
        let shop = try Workshop(hasStore: false)
        let model = Self.answer(pictures, "images")
        let program = Self.programs[0]
        let ran = try await shop.run(
            "\(program) | save \"a-{index}.png\"\n\(program) | resize 50% | save \"b-{index}.png\"",
            by: model)
        #expect(ran.saved.count == 6, "\(ran.failures)")
        #expect(model.requests.count == 1)
    }
}
