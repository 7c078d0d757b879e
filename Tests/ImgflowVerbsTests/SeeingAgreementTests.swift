import ImageFacts
import ImgflowImages
import ImgflowModels
import ImgflowSandbox
import Testing

/// What the client asks is what the sandbox accepts, and a call costs no more than was planned: each
/// side has facts of its own.
struct SeeingAgreementTests {
    private static let form = ConverseTool(
        name: "report_scores", description: "Report one score for each criterion.",
        fields: [
            .init(
                "scores",
                .list(
                    .object([
                        .init("criterion", .choice(["sharp", "mood"])), .init("reason", .text),
                        .init("score", .integer),
                    ])))
        ])

    @Test(arguments: SeeingModels.all)
    func eachModelsRequestsAreAnsweredForNoMoreThanPlanned(card: SeeingCard) async throws {
        for (width, height) in [
            (64, 48), (512, 384), (800, 400), (512, 512), (1_344, 768), (1_500, 1_500),
        ] {
            let size = PixelSize(width, height)
            let image = try Image.solid(size, Color(51, 102, 153))
            let bytes = try image.encoded(as: .jpeg)
            for tool in [nil, Self.form] {
                let request = ConverseRequest(
                    [.image(.image, .jpeg), .text(.string("Describe it in 30 words."))],
                    longestAnswer: tool == nil ? 200 : 1_000, tool: tool)
                let body = RequestWriter.body(
                    try request.body(of: card), pictures: [.image: bytes])
                for (route, region) in card.calls {
                    let response = await SandboxEngine().converse(
                        modelID: card.invocationID(by: route), region: region, body: body)
                    let said = String(decoding: response.body, as: UTF8.self)
                    #expect(response.status == 200, "\(card.name) in \(region): \(said)")
                    let reply = try ConverseReply.read(response.body)
                    if let tool {
                        #expect(try reply.form(tool.name)["scores"]?.items?.count == 2)
                    } else {
                        #expect(try reply.plainText().hasPrefix("sandbox: "))
                    }
                    let price = card.price(
                        of: SeeingForecast(
                            images: [size], prompt: "Describe it in 30 words." + (tool?.text ?? ""),
                            hasTool: tool != nil, longestAnswer: request.longestAnswer),
                        by: route)
                    let paid = route.price.amount(of: try #require(reply.usage))
                    #expect(price.least <= paid && paid <= price.most, "\(card.name), \(size)")
                    // The rest of the Regions differ in the route alone.
                    if width != 64 { break }
                }
            }
        }
    }
}

extension SeeingCard {
    /// Every Region of every route, global ones among them.
    fileprivate var calls: [(SeeingRoute, String)] {
        routes.flatMap { route in route.regions.map { (route, $0) } }
    }
}

extension SeeingCard: CustomTestStringConvertible {
    package var testDescription: String { name }
}
