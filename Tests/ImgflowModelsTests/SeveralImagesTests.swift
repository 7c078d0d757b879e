import ImgflowModels
import Testing

/// Answers of several images, in every shape in which models on Bedrock answer.
struct SeveralImagesTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var model: any BedrockModel.Type
        var body: String
        var images: [String]
        var seeds: [Int?] = []
        var unreadable = 0
        var testDescription: String { "\(model.card.name) \(body)" }
    }

    static let rows = [
        Row(
            model: NovaCanvas.self, body: #"{"images":["YQ==","Yg==","Yw=="]}"#,
            images: ["a", "b", "c"]),
        // Nova leaves out what its filter refused, and says so.
        Row(
            model: NovaCanvas.self, body: #"{"images":["YQ==","Yw=="],"error":"some blocked"}"#,
            images: ["a", "c"]),
        Row(
            model: StableImageCore.self,
            body: #"{"images":["YQ==","Yg=="],"seeds":[4,5],"finish_reasons":[null,null]}"#,
            images: ["a", "b"], seeds: [4, 5]),
        // Each image has a reason of its own, and the seed of one stays with it.
        Row(
            model: StableImageCore.self,
            body:
                #"{"images":["YQ==","Yg=="],"seeds":[4,5],"finish_reasons":["Filter reason: output image",null]}"#,
            images: ["b"], seeds: [5]),
        Row(
            model: OtherModel.self, body: #"{"images":["YQ==","?","Yw=="]}"#, images: ["a", "c"],
            unreadable: 1),
        Row(
            model: OtherModel.self,
            body:
                #"{"result":"success","artifacts":[{"seed":1,"base64":"YQ==","finishReason":"SUCCESS"},{"seed":2,"base64":"Yg==","finishReason":"SUCCESS"}]}"#,
            images: ["a", "b"], seeds: [1, 2]),
        Row(
            model: OtherModel.self,
            body:
                #"{"artifacts":[{"seed":1,"finishReason":"CONTENT_FILTERED"},{"seed":2,"base64":"Yg==","finishReason":"SUCCESS"}]}"#,
            images: ["b"], seeds: [2]),
    ]

    @Test(arguments: rows)
    func allAreTakenInTheirOrder(_ row: Row) throws {
        let answer = try Array(row.body.utf8).withUnsafeBytes { try row.model.answer(from: $0) }
        #expect(answer.pictures.map { String(decoding: $0.bytes, as: UTF8.self) } == row.images)
        #expect(answer.unreadable == row.unreadable)
        #expect(answer.count == row.images.count + row.unreadable)
        if !row.seeds.isEmpty { #expect(answer.pictures.map(\.seed) == row.seeds) }
    }

    @Test(arguments: [
        (#"{"taskType":"TEXT_IMAGE","imageGenerationConfig":{"numberOfImages":3}}"#, 3),
        (#"{"text_prompts":[{"text":"x"}],"samples":4}"#, 4), (#"{"num_images":2}"#, 2),
        (#"{"numberOfImages":"5"}"#, 5), (#"{"numberOfImages":1.5}"#, nil), ("{}", nil),
        (#"{"textToImageParams":{"text":"numberOfImages"}}"#, nil),
    ])
    func aBodySaysHowManyItAsksFor(body: String, count: Int?) throws {
        #expect(BodyFacts(try RequestValue.verbatim(body)).images == count)
    }

    @Test(arguments: [
        (#"{"taskType":"TEXT_IMAGE"}"#, 4),
        (#"{"taskType":"TEXT_IMAGE","imageGenerationConfig":{"quality":"premium"}}"#, 6),
        (#"{"taskType":"TEXT_IMAGE","imageGenerationConfig":{"width":2048,"height":1024}}"#, 6),
        (
            #"{"taskType":"TEXT_IMAGE","imageGenerationConfig":{"width":2048,"height":2048,"quality":"premium"}}"#,
            8
        ),
        // The size of what is changed is not known: the dearer one.
        (#"{"taskType":"INPAINTING"}"#, 6),
    ])
    func aBodySaysWhatNovaCosts(body: String, cents: Int) throws {
        let facts = BodyFacts(try RequestValue.verbatim(body))
        #expect(NovaCanvas.price(facts, of: nil).amount == Dollars(cents: cents))
    }
}
