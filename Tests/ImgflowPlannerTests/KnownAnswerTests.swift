import ImageFacts
import ImgflowModels
import ImgflowPlanner
import Testing

/// What is paid for once is found again, whatever sizes really came.
struct KnownAnswerTests {
    private static let programs = [
        #"load "a.png" | inpaint mask:"sky" text:"storm" | upscale creative | save"#,
        #"load "a.png" | inpaint mask:"sky" text:"storm" | upscale fast | save"#,
        #"load "small.png" | inpaint mask:"sky" text:"storm" | upscale fast | save"#,
        #"load "small.png" | inpaint mask:"sky" text:"storm" | replace "x" text:"y" | save"#,
        #"load "small.png" | remove-background | replace "x" text:"y" | upscale fast | save"#,
        #"load "alpha.png" | inpaint mask:"sky" text:"storm" | upscale fast | save"#,
        #"load "photo.jpg" | inpaint mask:"sky" text:"storm" | upscale conservative | save"#,
        #"generate "a cat" aspect:4:3 | upscale fast | save"#,
        #"generate "a cat" aspect:16:9 count:2 | upscale creative | save"#,
        #"generate "a cat" size:1024x1024 model:ultra | upscale creative | save"#,
        #"generate "a cat" size:800x600 | upscale fast | save"#,
        #"generate "a cat" | resize 256 | upscale fast | save"#,
        #"generate "a cat" model:nova-canvas aspect:3:1 | upscale creative | save"#,
        #"load "a.png" | inpaint "x" mask:(load "mask.png") | inpaint "y" mask:(load "mask.png") | save"#,
        #"load "a.png" | inpaint mask:"sky" text:"storm" | upscale creative text:"{width} x {seed}" | save"#,
        #"load "a.png" | inpaint mask:"sky" text:"storm" | resize 50% | convert webp | replace "x" text:"y" | save"#,
        #"load "a.png" | outpaint "x" to:16:9 | outpaint to:1:1 at:top | save"#,
        #"generate "x" | outpaint to:16:9 | upscale creative text:"x" | save"#,
        #"generate "x" | outpaint left:10% down:64 | save"#,
        #"load "a.png" | backdrop "snow" | upscale fast | save"#,
        #"generate "a dog" | backdrop "snow" style:anime | save"#,
        #"load "a.png" | backdrop "x" mask:(load "mask.png") | erase mask:(load "mask.png") | save"#,
        #"load "a.png" | transform "x" count:2 | vary similarity:0.5 | save"#,
        #"load "a.png" | recolor "x" text:"y" exact:true | replace "a" text:"b" exact:true | save"#,
        #"load "a.png" | inpaint "x" mask:"y" exact:true | sketch "z" | save"#,
        #"load "a.png" | restyle from:(generate "paint") | structure "z" style:anime | save"#,
        #"generate "x" | guide "y" aspect:16:9 | save"#,
        #"generate "x" layout:(generate "plan") control:segments | save"#,
        #"generate "x" layout:(generate "plan") model:nova-canvas | save"#,
        #"generate "x" | sketch "y" model:nova-canvas | vary model:nova-canvas | save"#,
        #"generate "x" | vary "y" with:["a.png", "mask.png"] model:nova-canvas | save"#,
        ##"generate "x" colors:["#fff"] reference:(generate "y") model:nova-canvas | save"##,
        #"generate "x" | try-on garment:"a.png" part:boots return-mask:true model:nova-canvas | save"#,
        #"load "a.png" | invoke "acme.v1:0" body:'{"i":"$image"}' price:0.5 | upscale fast | save"#,
        #"load "long.png" | replace "x" text:"y" fit:pad | inpaint mask:"sky" text:"storm" fit:pad | save"#,
    ]

    /// Edits give 4 megapixels without alpha, text to image a size of its own.
    private static func large(_ call: ModelCall, _ sent: PixelSize) -> ImageFacts {
        var size = sent.scaled(toPixels: 4_000_000)
        if call.card.input == nil || call.pictures.isEmpty { size = PixelSize(1_024, 1_024) }
        return ImageFacts(
            size: size, format: ImageFormat(rawValue: call.format) ?? .png, hasAlpha: false)
    }

    @Test(arguments: programs)
    func theSecondRunIsFree(program: String) throws {
        var world = FakeWorld()
        world.add("small.png", 300, 200)
        let first = try plan(program, world)
        #expect(first.total > .zero)
        var rehearsal = Rehearsal(answer: Self.large)
        try rehearsal.run(first)
        world.answers = rehearsal.answers
        let second = try plan(program, world)
        #expect(second.total == .zero)
        #expect(second.calls.allSatisfy { $0.call.known != nil })
        // And the third is the second.
        #expect(try plan(program, world).words == second.words)
    }

    @Test(arguments: programs)
    func aRunThatWasCutShortPaysForTheRestOnly(program: String) throws {
        var world = FakeWorld()
        world.add("small.png", 300, 200)
        let first = try plan(program, world)
        var rehearsal = Rehearsal(answer: Self.large)
        try rehearsal.run(first)
        // Only what needs no other answer was answered.
        let settled = Set(first.calls.map(\.call.key))
        world.answers = rehearsal.answers.filter { settled.contains($0.key) }
        let second = try plan(program, world)
        let paid = second.calls.filter { $0.call.known == nil }
        #expect(paid.count == first.calls.count - world.answers.count)
        for call in paid where call.call.deferred.isEmpty {
            let waits = call.call.pictures.contains { !second.nodes[$0.node].identity.isSettled }
            if !waits { #expect(rehearsal.answers[call.call.key] != nil) }
        }
    }

    @Test func aKnownAnswerTellsItsSizeAndWhatItIs() throws {
        let program = #"load "a.png" | inpaint mask:"sky" text:"storm" | resize 50% | save"#
        var world = FakeWorld()
        let key = try call(program, world).key
        world.answers[key] = KnownAnswer(
            key: key, imageHash: "abc",
            facts: ImageFacts(size: PixelSize(2_448, 1_634), format: .png, hasAlpha: false),
            seed: 7)
        let plan = try plan(program, world)
        #expect(plan.total == .zero)
        #expect(plan.calls[0].node.forecast.size == .exact(PixelSize(2_448, 1_634)))
        #expect(plan.calls[0].node.identity == .content(hash: "abc"))
        let resized = plan.nodes[plan.calls[0].node.id + 1]
        #expect(resized.forecast.size == .exact(PixelSize(1_224, 817)))
        #expect(resized.identity.isSettled)
    }
}
