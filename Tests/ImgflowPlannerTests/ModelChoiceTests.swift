import ImgflowLanguage
import ImageFacts
import ImgflowModels
import ImgflowPlanner
import Testing

struct ModelChoiceTests {
    @Test(arguments: [
        (#"generate "a" | save"#, "core"), (#"generate "a" model:ultra | save"#, "ultra"),
        (#"generate "a" model:sd35-large | save"#, "sd35-large"),
        (#"load "a.png" | inpaint "x" mask:"y" | save"#, "search-replace"),
        (#"load "a.png" | inpaint "x" mask:"y" model:search-replace | save"#, "search-replace"),
        (#"load "a.png" | inpaint "x" mask:(load "mask.png") | save"#, "inpaint"),
        (#"load "a.png" | inpaint "x" mask:(load "mask.png") model:inpaint | save"#, "inpaint"),
        (#"load "a.png" | replace "x" text:"y" | save"#, "search-replace"),
        (#"load "a.png" | remove-background | save"#, "remove-background"),
        (#"load "a.png" | upscale fast | save"#, "fast-upscale"),
        (#"load "a.png" | upscale conservative text:"x" | save"#, "conservative-upscale"),
        (#"load "a.png" | upscale creative text:"x" | save"#, "creative-upscale"),
    ])
    func aVerbTakesALivingModel(program: String, model: String) throws {
        let planned = Planned(program)
        #expect(planned.plan?.calls.map(\.call.card.name) == [model])
        #expect(planned.diagnostics.isEmpty)
    }

    @Test func theRequestsHoldWhatWasWrittenAndNothingElse() throws {
        #expect(
            try call(#"generate "a fox" style:line-art negative:"dogs" seed:7 aspect:3:2 | save"#)
                .body
                == #"{"prompt":"a fox, line art style","aspect_ratio":"3:2","negative_prompt":"dogs","seed":7,"output_format":"png"}"#
        )
        #expect(
            try call(
                #"load "a.png" | inpaint "x" mask:(load "mask.png") grow:0 style:anime negative:"n" seed:7 | save"#
            ).body
                == #"{"prompt":"x","image":"image","mask":"mask","negative_prompt":"n","style_preset":"anime","grow_mask":0,"seed":7,"output_format":"png"}"#
        )
        #expect(
            try call(#"load "a.png" | replace "car" text:"bus" grow:20 seed:7 | save"#).body
                == #"{"prompt":"bus","image":"image","search_prompt":"car","grow_mask":20,"seed":7,"output_format":"png"}"#
        )
        #expect(
            try call(#"load "a.png" | upscale conservative text:"x" creativity:0.2 seed:7 | save"#)
                .body
                == #"{"prompt":"x","image":"image","creativity":0.2,"seed":7,"output_format":"jpeg"}"#
        )
        #expect(
            try call(
                #"load "a.png" | upscale creative text:"x" creativity:50% style:anime negative:"n" seed:7 | save"#
            ).body
                == #"{"prompt":"x","image":"image","creativity":0.5,"negative_prompt":"n","style_preset":"anime","seed":7,"output_format":"jpeg"}"#
        )
        #expect(
            try call(#"load "a.png" | upscale fast | save"#).body
                == #"{"image":"image","output_format":"jpeg"}"#)
    }

    @Test func novaCanvasTakesWords() throws {
        let planned = Planned(
            #"load "a.png" | inpaint "storm" mask:"sky" model:nova-canvas quality:premium guidance:7 seed:9 | save"#
        )
        let call = try #require(planned.plan?.calls.first?.call)
        #expect(
            call.body
                == #"{"taskType":"INPAINTING","inPaintingParams":{"image":"image","maskPrompt":"sky","text":"storm"},"imageGenerationConfig":{"quality":"premium","cfgScale":7.0,"numberOfImages":1,"seed":9}}"#
        )
        #expect(call.pictures.map(\.role) == [.image])
        #expect(call.price.amount == Dollars(cents: 6))
        #expect(planned.codes == ["W050"])
        #expect(
            planned.diagnostics[0].message
                == "nova-canvas was retired by AWS on 2026-09-30: calls to it fail")
    }

    @Test func novaCanvasTakesAMaskInItsOwnPolarity() throws {
        let program =
            #"load "a.png" | inpaint "storm" mask:(load "mask.png") model:nova-canvas seed:9 | save"#
        let planned = Planned(program)
        let call = try #require(planned.plan?.calls.first?.call)
        #expect(
            call.body
                == #"{"taskType":"INPAINTING","inPaintingParams":{"image":"image","maskImage":"mask","text":"storm"},"imageGenerationConfig":{"numberOfImages":1,"seed":9}}"#
        )
        #expect(
            call.pictures.map(\.preparation.mask) == [nil, .init(isInverted: true, isBinary: true)])
        // White changes for Stability's inpaint, and grays are partial.
        let stability = try self.call(
            #"load "a.png" | inpaint "storm" mask:(load "mask.png") | save"#)
        #expect(
            stability.pictures.map(\.preparation.mask) == [
                nil, .init(isInverted: false, isBinary: false),
            ])
    }

    private func call(_ program: String) throws -> ModelCall {
        try ImgflowPlannerTests.call(program)
    }

    @Test func novaIsWarnedAboutFromItsLastDayOn() {
        let program = #"generate "a" model:nova-canvas | save"#
        var world = FakeWorld()
        world.today = CalendarDate(2026, 9, 29)
        #expect(Planned(program, world).codes == [])
        world.today = CalendarDate(2026, 9, 30)
        #expect(Planned(program, world).codes == ["W050"])
    }

    @Test func anUpscaleTakesTheTextThatMadeThePicture() throws {
        let calls = try calls(#"generate "a harbour" style:anime | upscale creative | save"#)
        #expect(calls[1].text("prompt") == "a harbour, anime style")
        #expect(Planned(#"generate "a harbour" | upscale creative | save"#).codes == [])
        #expect(
            Planned(#"generate "a harbour" | resize 50% | upscale conservative | save"#).codes == []
        )
    }

    @Test func aTextThatDescribedAPartIsWarnedAbout() throws {
        let part = #"generate "a harbour" | inpaint "storm" mask:"sky" | upscale creative"#
        let planned = Planned(part + " | save")
        #expect(planned.codes == ["W051"])
        #expect(planned.plan?.calls.last?.call.text("prompt") == "storm")
        #expect(Planned(part + #" text:"a harbour in a storm" | save"#).codes == [])
        #expect(
            Planned(#"load "a.png" | replace "x" text:"y" | upscale creative | save"#).codes == [
                "W051"
            ])
        // An upscale with its own text describes the whole again.
        #expect(
            Planned(part + #" text:"all of it" | resize 900 | upscale conservative | save"#).codes
                == [])
    }
}

/// `aspect:` and `size:` of `generate`.
struct ShapeTests {
    private func outcome(_ arguments: String) throws -> (call: ModelCall, image: PlanNode) {
        let plan = try plan("generate \"a\" \(arguments) | info")
        let tell = try #require(plan.nodes.last)
        return (plan.calls[0].call, plan.nodes[tell.inputs[0]])
    }

    @Test(arguments: [
        ("", "1:1"), ("aspect:16:9", "16:9"), ("aspect:32:18", "16:9"), ("aspect:4:5", "4:5"),
        ("aspect:9:21", "9:21"),
    ])
    func aKnownAspectIsGivenAsItIs(arguments: String, ratio: String) throws {
        let (call, image) = try outcome(arguments)
        #expect(call.text("aspect_ratio") == ratio)
        guard case .call = image.action else {
            Issue.record("something is done behind")
            return
        }
    }

    @Test(arguments: [
        ("aspect:4:3", "5:4", "crop to 4:3"), ("aspect:3:4", "4:5", "crop to 3:4"),
        ("aspect:3:1", "21:9", "crop to 3:1"), ("aspect:1:1000", "9:21", "crop to 1:1000"),
        ("size:1024x768", "5:4", "resize cover 1024x768"),
        ("size:1024x1024", "1:1", "resize cover 1024x1024"),
        ("size:2000x500 model:ultra", "21:9", "resize cover 2000x500"),
        ("size:64x8192", "9:21", "resize cover 64x8192"),
    ])
    func otherShapesAreMadeHere(arguments: String, ratio: String, work: String) throws {
        let (call, image) = try outcome(arguments)
        #expect(call.text("aspect_ratio") == ratio)
        guard case .free(let operation) = image.action else {
            Issue.record("nothing is done behind")
            return
        }
        #expect("\(operation)" == work)
        #expect(image.notes.first?.hasPrefix("generated as \(ratio), ") == true)
    }

    @Test func aSizeIsReachedExactly() throws {
        #expect(try outcome("size:1024x768").image.forecast.size == .exact(.init(1_024, 768)))
    }

    @Test func novaGivesAnyShapeWithinItsLimits() throws {
        let arguments =
            ["", "aspect:16:9", "aspect:4:3", "aspect:1:4", "aspect:100:1", "aspect:1:9999999"]
            + ["size:1024x768", "size:64x64", "size:8192x8192", "size:8192x64", "size:64x8192"]
            + ["size:1000x1000", "size:4000x3000", "size:4096x1024", "size:333x1111"]
        for argument in arguments {
            let (call, image) = try outcome(argument + " model:nova-canvas")
            guard case .integer(let width)? = call.request["imageGenerationConfig"]?["width"],
                case .integer(let height)? = call.request["imageGenerationConfig"]?["height"]
            else {
                Issue.record("no size for \(argument)")
                return
            }
            let size = PixelSize(width, height)
            #expect(NovaCanvas.outputLimits.refusal(of: size) == nil, "\(argument): \(size)")
            #expect(width % 16 == 0 && height % 16 == 0, "\(argument): \(size)")
            if argument.hasPrefix("size:") {
                #expect("size:\(image.forecast.size)" == argument)
            }
        }
    }

    @Test(arguments: [
        ("", "1024x1024"), ("size:1280x720", "1280x720"), ("size:1024x768", "1024x768"),
        ("aspect:16:9", "1360x768"), ("aspect:100:1", "2048x20"),
    ])
    func novaNeedsNoCropWhereItGivesTheShape(arguments: String, size: String) throws {
        #expect("\(try outcome(arguments + " model:nova-canvas").image.forecast.size)" == size)
    }

    @Test func hugeRatiosAreNoTrouble() throws {
        for ratio in ["9223372036854775807:9223372036854775807", "1:9223372036854775807"] {
            for model in ["core", "nova-canvas"] {
                _ = Planned("generate \"a\" aspect:\(ratio) model:\(model) | save")
            }
        }
    }
}
