import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import Testing

/// The program that the product is built around.
struct LineTests {
    private func line(_ file: String) -> String {
        #"load "\#(file)" | inpaint mask:"sky" text:"storm" | upscale creative | save"#
    }

    @Test func aSmallPhotographGoesThroughAsItIs() throws {
        let plan = try plan(line("a.png"))
        let calls = plan.calls
        try #require(calls.count == 2)
        #expect(calls.map(\.call.card.name) == ["search-replace", "creative-upscale"])
        #expect(calls.map(\.call.region) == ["us-west-2", "us-west-2"])
        #expect(calls.map { "\($0.node.forecast.size)" } == ["640x427", "about 3859x2575"])
        #expect(calls.map(\.node.forecast.format) == [.png, .jpeg])
        #expect(calls.map(\.call.price.amount) == [Dollars(cents: 7), Dollars(cents: 60)])
        #expect(calls[0].node.notes.isEmpty)
        #expect(calls[1].node.notes == ["reuses the prompt of the image: `storm`"])
        #expect(plan.total == Dollars(cents: 67))
        #expect(plan.targets == ["a-inpaint-upscale.jpg"])
        #expect(plan.warnings.map(\.code) == ["W051"])
        let seed = try #require(calls[0].call.seed)
        #expect(
            calls[0].call.body
                == #"{"prompt":"storm","image":"image","search_prompt":"sky","seed":\#(seed),"output_format":"png"}"#
        )
        // The seed comes from a picture that is not there yet.
        #expect(
            calls[1].call.body
                == #"{"prompt":"storm","image":"image","seed":"<seed>","output_format":"jpeg"}"#)
        #expect(calls[1].call.deferred == ["seed": .seed(verb: "upscale", copy: 0, of: 1)])
    }

    @Test func twelveMegapixelsAreShrunkAndThePlanSaysSo() throws {
        let plan = try plan(line("photo.jpg"))
        let calls = plan.calls
        try #require(calls.count == 2)
        #expect(
            calls[0].node.notes == [
                "returned as jpeg, slightly compressed: a png could exceed AWS's 16 MiB response limit",
                "downscaled first: 4032x3024 -> 3547x2660 (search-replace accepts at most 9,437,184 px)",
            ])
        #expect(
            calls[1].node.notes == [
                "reuses the prompt of the image: `storm`",
                "downscaled first: 3547x2660 -> 1182x886 (creative-upscale accepts at most 1,048,576 px)",
            ])
        #expect(calls.map { "\($0.node.forecast.size)" } == ["3547x2660", "about 3641x2729"])
        // As PNG, nine megapixels would break the limit of an answer.
        #expect(calls.map(\.node.forecast.format) == [.jpeg, .jpeg])
        #expect(plan.total == Dollars(cents: 67))
        #expect(plan.targets == ["photo-inpaint-upscale.jpg"])
    }

    @Test(arguments: ["a.png", "photo.jpg", "alpha.png", "in/b.jpg"])
    func eachStageIsLegal(file: String) throws {
        let plan = try plan(line(file))
        for (node, call) in plan.calls {
            for picture in call.pictures {
                let input = plan.nodes[picture.node].forecast
                let facts = ImageFacts(
                    size: try #require(input.size.size), format: try #require(input.format),
                    hasAlpha: input.hasAlpha)
                guard case .steps(_, let sent) = picture.preparation.outcome(for: facts) else {
                    Issue.record("refused")
                    return
                }
                #expect(call.card.input?.refusal(of: sent) == nil)
            }
            let pixels = try #require(node.forecast.size.size?.pixels)
            let format = try #require(node.forecast.format)
            #expect(call.card.outputFormats.contains(format))
            #expect(
                BedrockLimits.answerHolds(
                    pixels: pixels, format: format, hasAlpha: node.forecast.hasAlpha))
            #expect(!node.forecast.hasAlpha || format.carriesAlpha)
        }
    }

    @Test func planningTwiceGivesTheSamePlan() throws {
        for program in [
            line("a.png"), line("photo.jpg"),
            #"generate "a fox" count:3 aspect:4:3 | upscale fast | save "{index}.png""#,
            #"load "in/*.jpg" | replace "car" text:"{stem} {width}" count:2 | save "{stem}-{index}""#,
        ] {
            #expect(try plan(program).words == (try plan(program).words))
        }
    }
}
