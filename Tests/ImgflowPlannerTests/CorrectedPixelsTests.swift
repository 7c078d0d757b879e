import ImageFacts
import ImgflowModels
import ImgflowPlanner
import Testing

/// Operations whose pixels were wrong once: what was paid for those is not taken for the right ones.
@Suite struct CorrectedPixelsTests {
    /// Each with what the operation was called before.
    private static let operations = [
        ("blur 3", "blur 3.0"),
        ("select ellipse:[0, 0, 640, 427]", "select ellipse 0px 0px 640px 427px"),
        ("feather 4", "mask feather 4.0"),
    ]

    private static func note(_ plan: Plan) -> Bool {
        plan.nodes.contains { $0.notes.contains { $0.contains("earlier version is not used") } }
    }

    @Test(arguments: operations)
    func anEarlierResultIsNotUsedAndThePlanSaysSo(stage: String, earlier: String) throws {
        let program = "load \"a.png\" | \(stage) | upscale fast | save"
        var world = FakeWorld()
        let call = try #require(calls(program, world).first)
        #expect(try !Self.note(plan(program, world)))
        let before = Identity.content(hash: Digest.hex("a.png")).applying(earlier)
        let key = AnswerKey(
            origin: "aws", modelID: call.card.invocationID, request: call.request,
            pictures: { _ in before })
        #expect(key != call.key)
        world.answers[key] = KnownAnswer(
            key: key, imageHash: "abc",
            facts: .init(size: .init(2_560, 1_708), format: .png, hasAlpha: false), seed: nil)
        let second = try plan(program, world)
        #expect(second.calls.allSatisfy { $0.call.known == nil })
        #expect(Self.note(second))
    }

    /// The seed is that of the image before: the same program is tried at the same seed.
    @Test func seedsStay() throws {
        let before = Identity.content(hash: "a").applying("blur 3.0")
        let now = Identity.content(hash: "a").applying("blur 2 3.0", earlier: "blur 3.0")
        #expect(now.text != before.text)
        #expect(
            DerivedSeed.seed(verb: "upscale", input: now, copy: 0)
                == DerivedSeed.seed(verb: "upscale", input: before, copy: 0))
        #expect(now.applying("resize width 9").earlier == before.applying("resize width 9").text)
    }

    @Test(arguments: ["resize 50%", "crop 1:1", "blend \"mask.png\"", "grow 3"])
    func othersKeepTheirKeys(stage: String) throws {
        let program = "load \"a.png\" | \(stage) | upscale fast | save"
        #expect(try plan(program, FakeWorld()).nodes.allSatisfy { $0.identity.earlier == nil })
    }
}
