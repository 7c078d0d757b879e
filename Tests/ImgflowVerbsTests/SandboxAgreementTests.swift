import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowSandbox
import ImgflowVerbs
import Testing

/// The planner and the sandbox were written apart: what one asks, the other takes, and the picture
/// that comes is the one that was forecast.
struct SandboxAgreementTests {
    private static let programs = [
        #"generate "a harbour" | save"#,
        #"generate "a harbour" negative:"boats" seed:7 aspect:16:9 style:anime format:jpeg | save"#,
        #"generate "a harbour" aspect:4:3 | save"#,
        #"generate "a harbour" size:800x600 | save"#,
        #"generate "a harbour" model:ultra aspect:9:21 negative:"boats" | save"#,
        #"generate "a harbour" model:sd35-large aspect:4:5 format:webp negative:"boats" | save"#,
        #"generate "a harbour" model:nova-canvas | save"#,
        #"generate "a harbour" model:nova-canvas aspect:100:1 negative:"boats" guidance:7.5 | save"#,
        #"generate "a harbour" model:nova-canvas size:777x400 quality:premium | save"#,
        #"load "a.png" | inpaint mask:"sky" text:"storm" | save"#,
        #"load "a.png" | inpaint "storm" mask:(load "mask.png") | save"#,
        #"load "a.png" | inpaint "storm" mask:(load "mask.png") grow:0 style:anime negative:"rain" seed:5 format:webp | save"#,
        #"load "a.png" | inpaint "storm" mask:"sky" model:nova-canvas guidance:2 | save"#,
        #"load "a.png" | inpaint "storm" mask:(load "mask.png") model:nova-canvas negative:"rain" | save"#,
        #"load "alpha.png" | inpaint "storm" mask:"sky" model:nova-canvas | save"#,
        #"load "a.png" | replace "car" text:"bus" grow:20 style:line-art negative:"rain" seed:5 format:jpeg | save"#,
        #"load "a.png" | remove-background | save"#,
        #"load "a.png" | remove-background format:webp | save"#,
        #"load "tiny.png" | remove-background fit:pad | save"#,
        #"load "long.png" | inpaint "storm" mask:(load "longmask.png") fit:pad | save"#,
        #"load "tiny.png" | resize 64 | upscale fast | save"#,
        #"load "large.png" | upscale fast | save"#,
        #"load "alpha.png" | upscale fast format:png fit:shrink | save"#,
        #"load "a.png" | upscale conservative text:"a" creativity:0.1 negative:"n" | save"#,
        #"load "a.png" | upscale creative text:"a" creativity:0.5 negative:"n" style:enhance | save"#,
        #"load "large.png" | inpaint mask:"sky" text:"storm" | upscale creative | save"#,
        #"load "a.tif" | replace "car" text:"bus" | resize 200 | upscale fast | save"#,
        #"generate "x" layout:"a.png" strength:0.3 style:anime negative:"n" | save"#,
        #"generate "x" layout:"alpha.png" control:segments format:webp | save"#,
        #"generate "x" layout:"a.png" control:segments style:maximalism model:nova-canvas | save"#,
        ##"generate "x" colors:["#fff", "#2E8B57"] reference:"a.png" negative:"n" model:nova-canvas | save"##,
        #"load "a.png" | transform "x" change:0.2 negative:"n" format:webp | save"#,
        #"load "large.png" | vary "x" similarity:0.9 count:2 | save"#,
        #"load "a.png" | vary with:["alpha.png", "a.tif"] model:nova-canvas | save"#,
        #"load "a.png" | erase mask:(load "mask.png") grow:0 exact:true | save"#,
        #"load "a.png" | erase mask:"sky" model:nova-canvas | save"#,
        #"load "a.png" | outpaint "x" to:16:9 style:anime creativity:1 | save"#,
        #"load "a.png" | outpaint left:50% down:7 format:webp | save"#,
        #"generate "x" | outpaint to:21:9 at:left | save"#,
        #"load "a.png" | backdrop "snow" style:anime negative:"n" | save"#,
        #"load "a.png" | backdrop "snow" mask:(load "mask.png") format:jpeg exact:false | save"#,
        #"load "a.png" | backdrop "snow" mask:"dog" mode:precise model:nova-canvas | save"#,
        #"load "a.png" | backdrop "snow" mask:(load "mask.png") model:nova-canvas | save"#,
        #"load "a.png" | remove-background model:nova-canvas | save"#,
        #"load "a.png" | recolor "sky" text:"red" exact:true grow:20 style:anime negative:"n" | save"#,
        #"load "a.png" | restyle "x" from:"alpha.png" strength:0.5 fidelity:0 change:0.1 negative:"n" | save"#,
        #"load "a.png" | sketch "x" strength:0 style:enhance negative:"n" format:jpeg | save"#,
        #"load "a.png" | sketch "x" style:photorealism model:nova-canvas quality:premium | save"#,
        #"load "a.png" | structure "x" strength:1 | save"#,
        #"load "a.png" | structure "x" strength:1 model:nova-canvas guidance:1.1 | save"#,
        #"load "a.png" | guide "x" fidelity:1 aspect:4:3 style:anime negative:"n" | save"#,
        #"load "a.png" | try-on garment:"alpha.png" part:upper-body shape:box sleeves:up tuck:true layer:open keep:[face:off, hands, pose:default] merge:detailed return-mask:true model:nova-canvas | save"#,
        #"load "a.png" | try-on garment:"a.tif" mask:"sky" shape:contour model:nova-canvas | save"#,
        #"load "a.png" | try-on garment:"a.tif" mask:(load "mask.png") model:nova-canvas | save"#,
    ]

    /// Made once: pixels cost time.
    private static let desk = Result { try makeDesk() }

    private static func makeDesk() throws -> Desk {
        let tall = try Picture.gradient(320, 400)
        return Desk(pictures: [
            "a.png": try Picture.gradient(400, 320), "mask.png": try Picture.mask(400, 320),
            "alpha.png": try Picture.gradient(350, 330, alpha: 128),
            "tiny.png": try Picture.gradient(20, 20),
            "long.png": try Picture.gradient(600, 100),
            "longmask.png": try Picture.mask(600, 100),
            "large.png": try Image(
                encoded: Picture.gradient(180, 140).resized(to: PixelSize(1_800, 1_400))
                    .encoded(as: .png)),
            "a.tif": try Image(encoded: tall.encoded(as: .tiff)),
        ])
    }

    @Test(arguments: programs)
    func theSandboxTakesWhatThePlannerAsks(program: String) async throws {
        let desk = try Self.desk.get()
        let (plan, diagnostics) = desk.plan(program)
        let errors = diagnostics.filter { $0.severity == .error }.map(\.message)
        let nodes = try #require(plan, "\(errors)").nodes
        var made: [PlanNode.ID: Image] = [:]
        for node in nodes {
            switch node.action {
            case .load(let path): made[node.id] = desk.pictures[path]
            case .free(let operation):
                let work = try #require(operation as? any LocalOperation)
                made[node.id] = try work.apply(to: node.inputs.compactMap { made[$0] })
            case .call(let call):
                made[node.id] = try await answer(to: call, node, made)
            case .returnedMask, .returnedImage: made[node.id] = made[node.inputs[0]]
            case .noted, .save, .info, .show, .standardInput, .held, .gate, .fallback, .pick,
                .rank:
                continue
            }
            let image = try #require(made[node.id])
            let isFree = ["generate", "guide", "transform", "vary"].contains(node.origin.verb)
            expect(node, image, isFree: isFree || program.hasPrefix("generate"))
        }
    }

    /// One rule, whatever the model's own: white changes. `mask.png` is white above, black below.
    @Test(arguments: [
        #"inpaint "storm" mask:(load "mask.png") grow:0"#, #"erase mask:(load "mask.png") grow:0"#,
        #"backdrop "storm" mask:(load "mask.png") exact:false"#,
        #"inpaint "storm" mask:(load "mask.png") model:nova-canvas"#,
        #"erase mask:(load "mask.png") model:nova-canvas"#,
        #"backdrop "storm" mask:(load "mask.png") mode:precise exact:false model:nova-canvas"#,
        #"try-on garment:"coat.png" mask:(load "mask.png") model:nova-canvas"#,
    ])
    func whiteChangesOnEveryModel(stage: String) async throws {
        var desk = try Self.desk.get()
        desk.pictures["coat.png"] = try Image(
            encoded: Image.solid(PixelSize(400, 400), Color(200, 20, 90)).encoded(as: .png))
        let (plan, diagnostics) = desk.plan(#"load "a.png" | \#(stage) | save"#)
        let nodes = try #require(plan, "\(diagnostics.map(\.message))").nodes
        var made: [PlanNode.ID: Image] = [:]
        for node in nodes {
            switch node.action {
            case .load(let path): made[node.id] = desk.pictures[path]
            case .call(let call): made[node.id] = try await answer(to: call, node, made)
            default: continue
            }
        }
        let before = try #require(desk.pictures["a.png"]).rgba()
        let call = try #require(plan?.calls.last)
        let result = try #require(made[call.node.id])
        #expect(result.facts.size == PixelSize(400, 320))
        let after = try result.rgba()
        func changed(_ rows: Range<Int>) -> Double {
            var count = 0
            // The sandbox's mark stands in the lower right corner.
            for y in rows {
                for x in 0..<250 {
                    let at = 4 * (y * 400 + x)
                    if before[at..<(at + 3)] != after[at..<(at + 3)] { count += 1 }
                }
            }
            return Double(count) / Double(rows.count * 250)
        }
        // Above the middle all but the softened edge; below it nothing, but for a grown band.
        #expect(changed(0..<140) > 0.9, "\(stage)")
        #expect(changed(190..<320) == 0, "\(stage)")
    }

    /// Exact where the plan is sure; near where it says `about`.
    private func expect(_ node: PlanNode, _ image: Image, isFree: Bool) {
        let words: Comment = "\(node.origin.verb): \(node.forecast.size), came \(image.facts.size)"
        #expect(node.forecast.format == image.facts.format, words)
        // No table says which multiple of 64 a picture of its own size has.
        let tolerance = isFree ? 0.07 : 0.02
        switch node.forecast.size {
        case .exact(let size), .documented(let size):
            #expect(image.facts.size == size, words)
        case .about(let size):
            for (wanted, came) in [
                (size.width, image.facts.size.width), (size.height, image.facts.size.height),
            ] {
                #expect(abs(Double(came) / Double(wanted) - 1) <= tolerance, words)
            }
        case .unknown: Issue.record(words)
        }
    }

    private func answer(
        to call: ModelCall, _ node: PlanNode, _ made: [PlanNode.ID: Image]
    ) async throws -> Image {
        var pictures: [ImageRole: [UInt8]] = [:]
        var sent: PixelSize?
        for picture in call.pictures {
            var image = try #require(made[picture.node])
            let outcome = picture.preparation.outcome(
                for: image.facts, matching: picture.preparation.mask == nil ? nil : sent)
            guard case .steps(let steps, let size) = outcome else {
                Issue.record("refused: \(image.facts.size)")
                throw CancellationError()
            }
            for step in steps { image = try apply(step, to: image) }
            #expect(image.facts.size == size)
            if sent == nil { sent = size }
            pictures[picture.role] = try image.encoded(as: image.facts.format)
        }
        let deferred = try call.deferred.mapValues { value -> RequestValue in
            switch value {
            case .measure(let measure): .integer(measure.pixels(for: try #require(sent)))
            case .seed: .integer(7)
            case .text(let text, _): .string("\(text)")
            }
        }
        let request = try #require(call.request.filled(with: deferred))
        let body = RequestWriter.body(request, pictures: pictures)
        #expect(body.count <= BedrockLimits.requestBytes)
        let said = await SandboxEngine().invoke(
            modelID: call.card.invocationID, region: call.region, body: body)
        try #require(
            said.status == 200, "\(String(decoding: said.body.prefix(300), as: UTF8.self))")
        #expect(said.body.count <= BedrockLimits.answerBytes)
        let picture = try said.body.withUnsafeBytes { try call.model.answer(from: $0).image }
        return try Image(encoded: picture)
    }

    private func apply(_ step: Preparation.Step, to image: Image) throws -> Image {
        switch step {
        case .shrink(let size), .match(let size): try image.resized(to: size)
        case .pad(let content, let frame):
            try image.resized(to: content).padded(to: frame, background: .white)
        case .flatten: try image.flattened(on: .white)
        case .mask(let rule):
            try rule.isInverted
                ? image.mask().binarized().inverted()
                : rule.isBinary ? image.mask().binarized() : image.mask()
        case .encode(let format): try Image(encoded: image.encoded(as: format))
        }
    }

    /// Every model and every Region that the planner may choose is one that the sandbox serves.
    @Test func bothServeTheSameModelsInTheSameRegions() async {
        for model in Models.all {
            for region in Models.regions + ["eu-central-1"] {
                let said = await SandboxEngine().invoke(
                    modelID: model.card.invocationID, region: region, body: Array("{}".utf8))
                let text = String(decoding: said.body, as: UTF8.self)
                let isServed = !text.contains("identifier is invalid")
                #expect(
                    isServed == model.card.regions.contains(region), "\(model.card.name) \(region)")
                #expect(said.status == 400)
            }
        }
    }
}
