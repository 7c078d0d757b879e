import ImageFacts
import ImgflowModels
import Testing

struct ConverseRequestTests {
    private static let tool = ConverseTool(
        name: "report_winner", description: "Report the better image.",
        fields: [.init("reason", .text), .init("winner", .choice(["1", "2", "tie"]))])

    private func text(
        _ request: ConverseRequest, _ card: SeeingCard
    ) throws(ConverseRefusal) -> String {
        RequestWriter.text(try request.body(of: card)) { "<\($0.rawValue)>" }
    }

    @Test func theDefaultIsAskedWithDocumentedFieldsAlone() throws {
        let request = ConverseRequest(
            system: "You describe.", [.image(.image, .jpeg), .text(.string("What is it?"))],
            longestAnswer: 120)
        #expect(
            try text(request, .nova2Lite)
                == #"{"system":[{"text":"You describe."}],"messages":[{"role":"user","content":["#
                + #"{"image":{"format":"jpeg","source":{"bytes":"<image>"}}},{"text":"What is it?"}]}],"#
                + #""inferenceConfig":{"maxTokens":120,"temperature":0}}"#)
        #expect(
            try text(request, .novaPro).hasSuffix(
                #""temperature":0},"additionalModelRequestFields":{"inferenceConfig":{"topK":1}}}"#)
        )
        // No sampling parameters.
        #expect(
            try text(request, .claudeHaiku55).hasSuffix(#""inferenceConfig":{"maxTokens":120}}"#))
    }

    @Test func aFormIsForced() throws {
        let request = ConverseRequest(
            [.text(.string("Image 1:")), .image(.image, .png), .text(.string("Which?"))],
            longestAnswer: 1_000, tool: Self.tool)
        let config =
            #""toolConfig":{"tools":[{"toolSpec":{"name":"report_winner","description":"Report the better image.","#
            + #""inputSchema":{"json":{"type":"object","properties":{"reason":{"type":"string"},"#
            + #""winner":{"type":"string","enum":["1","2","tie"]}},"required":["reason","winner"]}}}}],"#
            + #""toolChoice":{"tool":{"name":"report_winner"}}}"#
        #expect(try text(request, .nova2Lite).contains(config))
    }

    private static let picture = ConverseRequest.Part.image(.image, .png)
    private static let task = ConverseRequest.Part.text(.string("x"))
    private static let blank = ConverseRequest.Part.text(.string(" \n"))

    @Test(arguments: [
        (
            SeeingCard.nova2Lite,
            ConverseRequest(
                Array(repeating: picture, count: 6) + [task], longestAnswer: 9),
            ConverseRefusal.tooManyImages(6, limit: 5)
        ),
        (
            .qwen3VL, ConverseRequest([picture, picture, task], longestAnswer: 9),
            .tooManyImages(2, limit: 1)
        ),
        (
            .nova2Lite, ConverseRequest([.image(.image, .tiff), task], longestAnswer: 9),
            .format(.tiff)
        ),
        (.nova2Lite, ConverseRequest([picture], longestAnswer: 9), .noTask),
        (.nova2Lite, ConverseRequest([task, picture], longestAnswer: 9), .noTask),
        (.nova2Lite, ConverseRequest([picture, .text(.string(""))], longestAnswer: 9), .noTask),
        (.nova2Lite, ConverseRequest([picture, blank], longestAnswer: 9), .noTask),
        (.novaPro, ConverseRequest([blank, picture, task], longestAnswer: 9), .blankText),
        (
            .qwen3VL, ConverseRequest([.text(.string("")), picture, task], longestAnswer: 9),
            .blankText
        ),
        (.nova2Lite, ConverseRequest(system: "", [task], longestAnswer: 9), .blankText),
        (.claudeHaiku45, ConverseRequest(system: "\t", [task], longestAnswer: 9), .blankText),
        (
            .novaLite, ConverseRequest([task], longestAnswer: 5_001),
            .outputTokens(5_001, limit: 1...5_000)
        ),
        (.novaLite, ConverseRequest([task], longestAnswer: 0), .outputTokens(0, limit: 1...5_000)),
        (
            .novaLite, ConverseRequest([task], longestAnswer: 999, tool: tool),
            .outputTokens(999, limit: 1_000...5_000)
        ),
        (
            .nova2Lite, ConverseRequest([task], longestAnswer: 1_000, tool: named("report-winner")),
            .toolName("report-winner")
        ),
        (
            .qwen3VL, ConverseRequest([task], longestAnswer: 1_000, tool: named("ä")),
            .toolName("ä")
        ),
    ])
    func whatAModelDoesNotTakeIsNotSent(
        card: SeeingCard, request: ConverseRequest, refusal: ConverseRefusal
    ) {
        #expect(throws: refusal) { try request.body(of: card) }
        #expect(!"\(refusal)".isEmpty)
    }

    @Test func otherModelsTakeAHyphen() throws {
        let request = ConverseRequest(
            [Self.task], longestAnswer: 1_000, tool: Self.named("report-winner"))
        #expect(try text(request, .claudeHaiku45).contains(#""name":"report-winner""#))
    }

    private static func named(_ name: String) -> ConverseTool {
        ConverseTool(name: name, description: "", fields: [])
    }
}
