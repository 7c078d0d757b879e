import ImageFacts
import ImgflowModels
import ImgflowPlanner
import Testing

struct KeyTests {
    private func key(
        _ program: String, _ world: FakeWorld = FakeWorld(), origin: String = "aws",
        _ region: PlanSettings.Region = .fallback
    ) throws -> String {
        try call(program, world, PlanSettings(origin: origin, region: region)).key.hex
    }

    private let program = #"load "a.png" | inpaint mask:"sky" text:"storm" | save"#

    @Test func whereItIsAskedAndWhatComesOfItDoNotMatter() throws {
        let first = try key(program)
        #expect(first.count == 64)
        #expect(try key(program, FakeWorld(), .preferred("us-east-1")) == first)
        #expect(
            try key(
                "\n\n  load 'a.png' | inpaint region:us-east-2 text:'storm' mask:'sky' | info | save 'x.png'"
            ) == first)
        var world = FakeWorld()
        world.add("copy.png", 640, 427, hash: Digest.hex("a.png"))
        #expect(
            try key(#"load "copy.png" | inpaint mask:"sky" text:"storm" | save "c.png""#, world)
                == first)
    }

    @Test(arguments: [
        #"load "alpha.png" | inpaint mask:"sky" text:"storm" | save"#,
        #"load "a.png" | inpaint mask:"sky" text:"Storm" | save"#,
        #"load "a.png" | inpaint mask:"skies" text:"storm" | save"#,
        #"load "a.png" | inpaint mask:"sky" text:"storm" seed:7 | save"#,
        #"load "a.png" | inpaint mask:"sky" text:"storm" grow:5 | save"#,
        #"load "a.png" | inpaint mask:"sky" text:"storm" | save "x.jpg""#,
        #"load "a.png" | resize 639 | inpaint mask:"sky" text:"storm" | save"#,
    ])
    func anotherRequestHasAnotherKey(other: String) throws {
        #expect(try key(other) != key(program))
    }

    @Test func whoAnswersMatters() throws {
        let keys = try ["aws", "sandbox", "http://localhost:8080"].map {
            try key(program, origin: $0)
        }
        #expect(Set(keys).count == 3)
        let core = try key(#"generate "a" seed:7 | save"#)
        #expect(try key(#"generate "a" seed:7 model:ultra | save"#) != core)
    }

    @Test func picturesChangePlacesInTheKey() throws {
        var world = FakeWorld()
        world.add("b.png", 640, 427)
        let one = try key(#"load "a.png" | inpaint "x" mask:(load "b.png") seed:1 | save"#, world)
        let other = try key(#"load "b.png" | inpaint "x" mask:(load "a.png") seed:1 | save"#, world)
        #expect(one != other)
    }

    @Test func whatIsAskedTwiceIsPaidOnce() throws {
        let twice = try plan(
            """
            load "a.png" | inpaint mask:"sky" text:"storm" | save "1.png"
            load "a.png" | inpaint mask:"sky" text:"storm" | resize 50% | save "2.png"
            load "a.png" | inpaint mask:"sky" text:"storm" | resize 50% | save "3.png"
            """)
        #expect(twice.calls.count == 1)
        #expect(twice.total == Dollars(cents: 7))
        #expect(twice.targets == ["1.png", "2.png", "3.png"])
        let chain = #"| inpaint mask:"sky" text:"storm" | upscale creative | save"#
        let chains = try plan(
            "load \"a.png\" \(chain) \"1.jpg\"\nload \"a.png\" \(chain) \"2.jpg\"")
        #expect(chains.calls.count == 2)
        #expect(chains.total == Dollars(cents: 67))
    }

    @Test func whatIsAskedAfreshIsPaidEachTimeAndItsPicturesDiffer() throws {
        let plan = try plan(
            """
            load "a.png" | remove-background fresh:true | resize 50% | save "1.png"
            load "a.png" | remove-background fresh:true | resize 50% | save "2.png"
            """)
        #expect(plan.calls.count == 2)
        #expect(plan.total == Dollars(cents: 14))
        let sources = plan.nodes.compactMap { node -> Int? in
            if case .free = node.action { node.inputs[0] } else { nil }
        }
        #expect(sources == plan.calls.map(\.node.id))
    }

    @Test func aFreshCallDoesNotLookAtWhatIsKnown() throws {
        var world = FakeWorld()
        let key = try call(#"load "a.png" | remove-background | save"#).key
        world.answers[key] = KnownAnswer(
            key: key, imageHash: "abc",
            facts: .init(size: .init(640, 427), format: .png, hasAlpha: true), seed: nil)
        #expect(try plan(#"load "a.png" | remove-background | save"#, world).total == .zero)
        #expect(
            try plan(#"load "a.png" | remove-background fresh:true | save"#, world).total
                == Dollars(cents: 7))
    }
}
