import ImageFacts
import ImgflowModels
import ImgflowPlanner
import Testing

struct SeedTests {
    private func seeds(_ program: String, _ world: FakeWorld = FakeWorld()) throws -> [Int?] {
        try calls(program, world).map(\.seed)
    }

    @Test func aDerivedSeedRestsOnVerbInputAndCopyAlone() throws {
        let first = try seeds(#"load "a.png" | inpaint mask:"sky" text:"storm" | save"#)
        #expect(first[0] != nil)
        for program in [
            #"load "a.png" | inpaint mask:"sky" text:"sunshine" | save"#,
            #"load "a.png" | inpaint mask:"sea" text:"storm" negative:"rain" style:anime grow:9 | save"#,
            #"load "a.png" | inpaint mask:"sky" text:"storm" format:jpeg region:us-east-1 | save "x.png""#,
            "generate \"a\" | save\nload \"a.png\" | inpaint mask:\"sky\" text:\"storm\" | save",
            #"load "a.png" | inpaint mask:(load "mask.png") text:"storm" | save"#,
        ] {
            #expect(try seeds(program).contains(first[0]), "\(program)")
        }
        #expect(try seeds(#"load "in/b.jpg" | inpaint mask:"sky" text:"storm" | save"#) != first)
        #expect(try seeds(#"load "a.png" | replace "sky" text:"storm" | save"#) != first)
        #expect(
            try seeds(#"load "a.png" | resize 50% | inpaint mask:"sky" text:"storm" | save"#)
                != first)
    }

    @Test func oneMoreFileChangesNothingForTheOthers() throws {
        let program = #"load "in/*" | inpaint mask:"sky" text:"storm" | save"#
        let before = try seeds(program)
        var world = FakeWorld()
        world.add("in/a.jpg", 500, 500)
        let after = try seeds(program, world)
        #expect(after.count == 3 && Array(after.dropFirst()) == before)
    }

    @Test func copiesCountOn() throws {
        let derived = try seeds(#"generate "a fox" count:3 | save "{index}.png""#).compactMap(
            \.self)
        try #require(derived.count == 3)
        #expect(derived == [derived[0], derived[0] + 1, derived[0] + 2])
        #expect(
            try seeds(#"generate "a fox" seed:41 count:3 | save "{index}.png""#) == [41, 42, 43])
        #expect(try seeds(#"generate "other words" count:3 | save "{index}.png""#) == derived)
    }

    @Test func theLargestSeedIsFollowedByOne() throws {
        let program = #"generate "a" seed:4294967295 count:3 | save "{index}.png""#
        #expect(try seeds(program) == [4_294_967_295, 1, 2])
        for copy in 0..<1_000 {
            let seed = DerivedSeed.seed(verb: "generate", input: nil, copy: copy * 2_147_483)
            #expect(DerivedSeed.range.contains(seed))
        }
    }

    @Test func aRandomSeedIsDrawnForEachCopy() throws {
        let drawn = Drawn()
        let settings = PlanSettings(origin: "aws", randomSeed: { _ in drawn.next() })
        let calls = try calls(
            #"generate "a" seed:random count:3 | save "{index}.png""#, FakeWorld(), settings)
        #expect(calls.map(\.seed) == [101, 102, 103])
    }

    /// A session draws by its own number: the same line draws the same again, wherever it is indented.
    @Test func equalWordsOnALineDrawEachTheirOwn() throws {
        let settings = PlanSettings(origin: "aws", randomSeed: { $0.seed(of: 7) })
        func drawn(_ program: String) throws -> [Int?] {
            try calls(program, FakeWorld(), settings).map(\.seed)
        }
        let definition = "def cat(t: string) = generate $t seed:random\n"
        for line in [
            #"generate "a" seed:random | save "1.png"; generate "a" seed:random | save "2.png""#,
            #"cat "a" | save "1.png"; cat "a" | save "2.png""#,
        ] {
            let seeds = try drawn(definition + line)
            #expect(Set(seeds.compactMap(\.self)).count == 2, "\(seeds)")
            #expect(try drawn(definition + "  " + line) == seeds)
            #expect(try drawn("\n" + definition + line) != seeds)
        }
    }

    /// A session goes on with what came behind a `tee`, and leaves the `tee` out.
    @Test func aTeeChangesNoSeedBehindIt() throws {
        let settings = PlanSettings(origin: "aws", randomSeed: { $0.seed(of: 7) })
        let definition = "def cat(t: string) = generate $t seed:random\n"
        func last(_ tee: String) throws -> Int? {
            let line = #"load "a.png" | \#(tee) cat "a" | save "b.png""#
            return try calls(definition + line, FakeWorld(), settings).last?.seed
        }
        let alone = try #require(try last(""))
        #expect(try last(#"tee { cat "a" | save "t.png" } |"#) == alone)
        #expect(try last(#"tee { cat "a" | tee { cat "a" | show } | save "t.png" } |"#) == alone)
    }

    @Test func aSeedWaitsForAnUnknownAnswerAndIsSettledByAKnownOne() throws {
        let program = #"load "a.png" | inpaint mask:"sky" text:"storm" | upscale creative | save"#
        var world = FakeWorld()
        let unknown = try calls(program, world)
        #expect(unknown[1].deferred == ["seed": .seed(verb: "upscale", copy: 0, of: 1)])
        world.answers[unknown[0].key] = KnownAnswer(
            key: unknown[0].key, imageHash: "abc",
            facts: .init(size: .init(640, 427), format: .png, hasAlpha: false), seed: nil)
        let known = try calls(program, world)
        #expect(known[1].deferred.isEmpty)
        #expect(
            known[1].seed
                == DerivedSeed.seed(verb: "upscale", input: .content(hash: "abc"), copy: 0))
    }

    /// `generate` has no picture of its own, and its seed rests on the one that entered all the same.
    @Test func aSeedRestsOnThePictureThatEntersAlsoWhereTheCallTakesNone() throws {
        let program =
            #"load "a.png" | upscale fast | save "u.png" | generate "a cat" | save "g.png""#
        var world = FakeWorld()
        let unknown = try calls(program, world)
        #expect(unknown[1].deferred == ["seed": .seed(verb: "generate", copy: 0, of: 1)])
        world.answers[unknown[0].key] = KnownAnswer(
            key: unknown[0].key, imageHash: "abc",
            facts: .init(size: .init(2560, 1708), format: .jpeg, hasAlpha: false), seed: nil)
        #expect(
            try calls(program, world)[1].seed
                == DerivedSeed.seed(verb: "generate", input: .content(hash: "abc"), copy: 0))
    }

    @Test func copiesOfAPictureToComeAreCallsOfTheirOwn() throws {
        let calls = try calls(
            #"load "a.png" | inpaint mask:"sky" text:"storm" | upscale creative count:2 | save"#)
        #expect(
            calls.dropFirst().map(\.deferred) == [
                ["seed": .seed(verb: "upscale", copy: 0, of: 1)],
                ["seed": .seed(verb: "upscale", copy: 1, of: 1)],
            ])
    }

    /// A text with fields waits, and the call waits for the picture that has them.
    @Test func aTextMayWaitToo() throws {
        let plan = try plan(
            """
            load "a.png" | remove-background | save | as cut
              | load "in/b.jpg" | replace "x" text:"as wide as {$cut.width}, {stem}" | save
            """)
        let call = try #require(plan.calls.last)
        #expect(
            call.call.body.hasPrefix(#"{"prompt":"<text>","image":"image","search_prompt":"x""#))
        #expect(call.node.inputs.contains(plan.calls[0].node.id))
        guard case .text(let text, let length)? = call.call.deferred["text"] else {
            Issue.record("settled")
            return
        }
        #expect("\(text)" == "as wide as {width}, b")
        #expect(length == 1...10_000)
    }

    @Test(arguments: ["0", "-1", "4294967296", "soon", "1.5"])
    func otherSeedsAreRefused(seed: String) {
        #expect(Planned(#"generate "a" seed:\#(seed) | save"#).plan == nil)
    }
}

/// 101, 102, 103, …
private final class Drawn: @unchecked Sendable {
    private var last = 100
    func next() -> Int {
        last += 1
        return last
    }
}
