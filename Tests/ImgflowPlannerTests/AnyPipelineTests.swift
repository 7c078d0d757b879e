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
            let program = chance.pick(Self.sources) + stages(chance.pick([1, 2, 3, 4]), &chance)
            try check(program + chance.pick([" | save", #" | save "o-{index}.jpg""#]), world)
        }
    }

    private func stages(_ count: Int, _ chance: inout Chance, depth: Int = 0) -> String {
        var text = ""
        for _ in 0..<count {
            if chance.pick([true, false]) { text += " | " + chance.pick(Self.free) }
            if depth < 2, chance.pick([true, false, false]) {
                text += " | " + block(&chance, depth: depth + 1)
            } else {
                text += " | " + chance.pick(Self.stages)
                text += chance.pick(["", "", " fit:pad", " fit:error"])
            }
        }
        return text
    }

    /// Conditions that the plan decides, that only the run decides, and that answers decide.
    private func block(_ chance: inout Chance, depth: Int) -> String {
        func body(_ chance: inout Chance) -> String {
            "{ " + stages(1, &chance, depth: depth).dropFirst(3) + " }"
        }
        let condition = chance.pick([
            "width > 1000", "width > 1400", #"stem == "p""#, "not (height < 900 or index == 2)",
        ])
        switch chance.pick(Array(0..<7)) {
        case 0: return "when \(condition) \(body(&chance)) else \(body(&chance))"
        case 1: return "when \(condition) \(body(&chance))"
        case 2: return "where \(condition)"
        case 3: return "fork \(body(&chance)) \(body(&chance))"
        case 4: return "try \(body(&chance)) else \(body(&chance))"
        case 5: return "tee { " + body(&chance).dropFirst(2).dropLast(2) + " | info }"
        default: return chance.pick(["take 1", "skip 1", "take 2"])
        }
    }

    private func check(_ program: String, _ start: FakeWorld) throws {
        var world = start
        let planned = Planned(program, world)
        guard let first = planned.plan else {
            let codes = Set(planned.codes)
            #expect(
                !codes.isDisjoint(with: [
                    "E061", "E062", "E077", "E078", "E079", "E087", "E093", "E141",
                ]),
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
        let asked = rehearsal.asked
        try rehearsal.run(try #require(second.plan, "\(program): \(errors)"))
        #expect(rehearsal.asked == asked, "\(program)")
        // The second block of a `try` is counted as long as the first could fail.
        if !program.contains("try {") { #expect(second.plan?.total == .zero, "\(program)") }
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
