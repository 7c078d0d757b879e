import ImageFacts
import ImgflowModels
import ImgflowPlanner
import Testing

/// Operations whose pixels were wrong once: what was paid for those is not supported for the right ones.
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

    /// Growing and shrinking stopped early where a side was shorter than twice the way and one.
    @Test(arguments: [
        ("grow 32", true), ("grow 40", true), ("grow 31", false), ("shrink 32", true),
        ("shrink 31", false), ("grow 400", true), ("select alpha | grow 32", true),
    ])
    func aSmallMaskThatWasWrongHasAnotherKey(stage: String, isWrong: Bool) throws {
        var world = FakeWorld()
        world.add("small.png", 90, 64)
        let nodes = try plan("load \"small.png\" | \(stage) | upscale fast | save", world).nodes
        #expect(nodes.contains { $0.identity.earlier != nil } == isWrong)
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

    /// As an earlier version kept it, which went by the hash alone.
    private static func earlierAnswer(
        to call: ModelCall, about image: Identity
    ) -> KnownAnswer {
        let key = AnswerKey(
            origin: "aws", modelID: call.card.invocationID, request: call.request,
            pictures: { _ in image })
        return KnownAnswer(
            key: key, imageHash: "abc",
            facts: .init(size: .init(640, 427), format: .png, hasAlpha: false), seed: nil)
    }

    @Test func aFileThatWasReadWronglyIsPaidForAnewAndThePlanSaysSo() throws {
        var world = FakeWorld()
        world.add("b.png", 640, 427, hash: "b", revision: 2)
        let program = "load \"b.png\" | upscale fast | save"
        let call = try #require(calls(program, world).first)
        #expect(try !Self.note(plan(program, world)))
        let earlier = Self.earlierAnswer(to: call, about: .content(hash: "b"))
        #expect(earlier.key != call.key)
        world.answers[earlier.key] = earlier
        let second = try plan(program, world)
        #expect(second.calls.allSatisfy { $0.call.known == nil })
        #expect(Self.note(second))
    }

    /// What comes of the first call is not known now, and was known before.
    @Test(arguments: [
        "upscale fast", "restyle \"x\" from:\"mask.png\"", "resize 50% | upscale fast",
    ])
    func laterCallsOfAChainAreToldOfToo(stage: String) throws {
        var world = FakeWorld()
        world.add("b.png", 640, 427, hash: "b", revision: 2)
        let program = "load \"b.png\" | inpaint \"x\" mask:(load \"mask.png\") | \(stage) | save"
        let facts = ImageFacts(size: .init(640, 427), format: .png, hasAlpha: false)
        // The program as an earlier version planned it, with a file that it read rightly.
        var before = FakeWorld()
        before.add("b.png", 640, 427, hash: "b")
        let key = try #require(calls(program, before).first).key
        let answer = KnownAnswer(key: key, imageHash: "abc", facts: facts, seed: nil)
        before.answers[key] = answer
        let wanted = try #require(calls(program, before).last)
        #expect(try calls(program, before).first?.known != nil)
        world.answers[key] = answer
        world.answers[wanted.key] = KnownAnswer(
            key: wanted.key, imageHash: "def", facts: facts, seed: nil)
        let second = try plan(program, world)
        #expect(second.calls.allSatisfy { $0.call.known == nil })
        let told = second.calls.filter { call in
            call.node.notes.contains { $0.contains("earlier version is not used") }
        }
        #expect(told.count == 2)
    }

    @Test func seedsOfFilesStay() {
        let before = Identity.content(hash: "a")
        let now = Identity.content(hash: "a", revision: 2)
        #expect(now.text != before.text)
        #expect(now.fileHash == before.text)
        #expect(
            DerivedSeed.seed(verb: "upscale", input: now, copy: 0)
                == DerivedSeed.seed(verb: "upscale", input: before, copy: 0))
    }
}
