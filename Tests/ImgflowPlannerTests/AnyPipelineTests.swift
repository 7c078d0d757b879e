import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import Testing

/// Programs put together by chance: whatever plans is legal, and is paid for once.
struct AnyPipelineTests {
    private static let stages = [
        #"inpaint mask:"sky" text:"storm""#, #"replace "x" text:"y" count:2"#, "remove-background",
        "upscale fast", #"upscale creative text:"t""#,
        #"upscale conservative text:"{stem} {width}""#,
        #"inpaint "x" mask:"y" model:nova-canvas"#, #"inpaint "x" mask:$"#,
        #"inpaint "x" mask:"y" exact:true"#, #"erase mask:$ exact:true"#, #"backdrop "x""#,
        #"outpaint to:16:9"#, #"outpaint "x" to:1:1 at:top"#, #"outpaint left:90 up:10%"#,
        #"transform "x""#, #"vary "x" count:2"#, #"recolor "x" text:"y""#,
        #"restyle from:"q.png""#, #"sketch "x""#, #"structure "x""#, #"guide "x" aspect:4:3"#,
        #"sketch "x" model:nova-canvas"#, #"vary with:["q.png"] model:nova-canvas"#,
        #"backdrop "x" mask:"y" model:nova-canvas"#, #"generate "x" layout:$"#,
        #"try-on garment:"q.png" part:boots return-mask:true model:nova-canvas"#,
        #"invoke "us.stability.stable-image-control-sketch-v1:0" body:'{"image":"$image","prompt":"x"}'"#,
    ]
    private static let free = [
        "resize 50%", "resize 700", "resize 900x600 fit:cover", "resize 40x30", "convert webp",
        "convert jpeg", "info",
    ]
    private static let sources = [
        #"load "p.png""#, #"load "q.png""#, #"generate "a" aspect:4:3"#,
        #"generate "a" size:700x900 model:ultra"#, #"generate "a" model:nova-canvas aspect:2:1"#,
    ]

    private struct Chance {
        var state: UInt64

        mutating func pick<Element>(_ items: [Element]) -> Element {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return items[Int(state >> 33) % items.count]
        }
    }

    @Test(arguments: 0..<40)
    func whateverPlansIsLegalAndPaidForOnce(run: Int) throws {
        var chance = Chance(state: UInt64(run) &* 7_919 &+ 1)
        for _ in 0..<25 {
            var world = FakeWorld()
            let sides = [1, 31, 64, 160, 300, 320, 640, 1_024, 1_536, 3_072, 4_032, 9_000]
            world.add("p.png", chance.pick(sides), chance.pick(sides))
            world.add("q.png", chance.pick(sides), chance.pick(sides), hasAlpha: true)
            var program = chance.pick(Self.sources)
            for _ in 0..<chance.pick([1, 2, 3, 4]) {
                if chance.pick([true, false]) { program += " | " + chance.pick(Self.free) }
                program += " | " + chance.pick(Self.stages)
                program += chance.pick(["", "", " fit:pad", " fit:error"])
            }
            try check(program + chance.pick([" | save", #" | save "o-{index}.jpg""#]), world)
        }
    }

    private func check(_ program: String, _ start: FakeWorld) throws {
        var world = start
        let planned = Planned(program, world)
        guard let first = planned.plan else {
            let codes = Set(planned.codes)
            #expect(
                !codes.isDisjoint(with: ["E077", "E078", "E079", "E087", "E093"]),
                "\(planned.diagnostics.map(\.message)) \(program)")
            return
        }
        for (node, call) in first.calls { try expectLegal(node, call, of: first, program) }
        // Answers of other sizes than the forecast's.
        var rehearsal = Rehearsal { call, sent in
            var size = sent.scaled(toPixels: 2_000_000)
            if call.card.name == "fast-upscale" {
                size = PixelSize(sent.width * 4, sent.height * 4)
            } else if case .integer(let width)? = call.request["imageGenerationConfig"]?["width"],
                case .integer(let height)? = call.request["imageGenerationConfig"]?["height"]
            {
                size = PixelSize(width, height)
            }
            return ImageFacts(
                size: size, format: ImageFormat(rawValue: call.format) ?? .png, hasAlpha: false)
        }
        do { try rehearsal.run(first) } catch is Rehearsal.Refused { return }
        world.answers = rehearsal.answers
        let second = Planned(program, world)
        let errors = second.diagnostics.filter { $0.severity == .error }.map(\.message)
        #expect(second.plan?.total == .zero, "\(program): \(errors)")
    }

    private func expectLegal(
        _ node: PlanNode, _ call: ModelCall, of plan: Plan, _ program: String
    ) throws {
        for picture in call.pictures where picture.preparation.mask == nil {
            let input = plan.nodes[picture.node].forecast
            // Nobody knows what `invoke` brings.
            guard let pixels = input.size.size, let known = input.format else { continue }
            let facts = ImageFacts(size: pixels, format: known, hasAlpha: input.hasAlpha)
            guard case .steps(let steps, let sent) = picture.preparation.outcome(for: facts) else {
                Issue.record("refused: \(program)")
                return
            }
            #expect(call.card.input?.refusal(of: sent) == nil, "\(sent) \(program)")
            let format: ImageFormat = steps.contains(.encode(.png)) ? .png : facts.format
            #expect(call.card.input?.formats.contains(format) == true, "\(program)")
        }
        #expect(call.card.regions.contains(call.region))
        // The body of `invoke` is the user's own.
        if node.origin.verb == "invoke" { return }
        let format = try #require(ImageFormat(rawValue: call.format))
        #expect(call.card.outputFormats.contains(format), "\(program)")
        #expect(!node.forecast.hasAlpha || format.carriesAlpha, "\(program)")
        // Nova has no choice; its 4 megapixels are less than the worst case.
        if call.card.name != "nova-canvas" {
            guard let pixels = node.forecast.size.size?.pixels else { return }
            #expect(
                BedrockLimits.answerHolds(
                    pixels: pixels, format: format, hasAlpha: node.forecast.hasAlpha),
                "\(node.forecast.size) as \(format): \(program)")
        }
    }
}
