import ImageFacts
import ImgflowModels
import ImgflowPlanner
import Testing

/// What is done to a picture that a model does not take: reference, sections 3.4 and 4.2.
struct FittingTests {
    private static let service = #"replace "x" text:"y""#
    private static let creative = #"upscale creative text:"a""#
    private static let conservative = #"upscale conservative text:"a""#
    private static let nova = #"inpaint "x" mask:"y" model:nova-canvas"#

    private func steps(_ stage: String, _ width: Int, _ height: Int, fit: String) throws
        -> [Preparation.Step]?
    {
        var world = FakeWorld()
        world.add("p.png", width, height)
        let planned = Planned("load \"p.png\" | \(stage) fit:\(fit) | save", world)
        guard let plan = planned.plan else { return nil }
        let picture = try #require(plan.calls.first?.call.pictures.first)
        let facts = ImageFacts(size: PixelSize(width, height), format: .png, hasAlpha: false)
        guard case .steps(let steps, _) = picture.preparation.outcome(for: facts) else {
            Issue.record("planned and refused")
            return nil
        }
        return steps
    }

    @Test(arguments: [
        (service, 64, 64), (service, 160, 64), (service, 3_072, 3_072),
        (conservative, 3_072, 3_072), (creative, 1_024, 1_024), (creative, 16_384, 64),
        ("upscale fast", 32, 32), ("upscale fast", 1_536, 682), ("upscale fast", 1_024, 1_024),
        (nova, 320, 320), (nova, 1_280, 320), (nova, 2_048, 2_048), (nova, 4_096, 1_024),
    ])
    func withinTheLimitsNothingIsDone(stage: String, width: Int, height: Int) throws {
        for fit in ["shrink", "pad", "error"] {
            #expect(try steps(stage, width, height, fit: fit) == [])
        }
    }

    @Test(arguments: [
        (service, 3_073, 3_072, PixelSize(3_072, 3_071)),
        (conservative, 3_073, 3_072, PixelSize(3_072, 3_071)),
        (creative, 2_048, 2_048, PixelSize(1_024, 1_024)),
        (creative, 1_025, 1_024, PixelSize(1_024, 1_023)),
        ("upscale fast", 1_537, 32, nil), ("upscale fast", 3_072, 64, PixelSize(1_536, 32)),
        (nova, 4_096, 4_096, PixelSize(2_048, 2_048)),
        (service, 10_000, 4_000, PixelSize(4_855, 1_942)),
    ])
    func tooLargeIsShrunkOrRefused(stage: String, width: Int, height: Int, to size: PixelSize?)
        throws
    {
        #expect(try steps(stage, width, height, fit: "shrink") == size.map { [.shrink(to: $0)] })
        #expect(try steps(stage, width, height, fit: "error") == nil)
    }

    @Test(arguments: [
        (service, 63, 64, PixelSize(64, 64)), (service, 161, 64, PixelSize(161, 65)),
        (service, 1_000, 100, PixelSize(1_000, 400)), (creative, 63, 100, PixelSize(64, 100)),
        ("upscale fast", 31, 40, PixelSize(32, 40)), (nova, 319, 320, PixelSize(320, 320)),
        (nova, 1_281, 320, PixelSize(1_281, 321)),
    ])
    func tooSmallAndTooLongAreFramedOrRefused(
        stage: String, width: Int, height: Int, frame: PixelSize
    ) throws {
        #expect(try steps(stage, width, height, fit: "shrink") == nil)
        #expect(try steps(stage, width, height, fit: "error") == nil)
        #expect(
            try steps(stage, width, height, fit: "pad")
                == [.pad(content: PixelSize(width, height), frame: frame)])
    }

    @Test func tooLargeUnderPadIsOnlyShrunk() throws {
        #expect(
            try steps(Self.creative, 2_048, 2_048, fit: "pad")
                == [.shrink(to: PixelSize(1_024, 1_024))])
    }

    @Test func aFrameIsTold() throws {
        let plan = try plan(#"load "long.png" | replace "x" text:"y" fit:pad | save"#)
        #expect(
            plan.calls[0].node.notes == [
                "padded with white first: 1000x100 -> 1000x400 (search-replace accepts 1:2.5 to 2.5:1)"
            ])
        #expect("\(plan.calls[0].node.forecast.size)" == "1000x400")
    }

    @Test func novaTakesNoAlphaAndNoWebP() throws {
        var world = FakeWorld()
        world.add("w.webp", 640, 427, .webp, hasAlpha: true)
        let plan = try plan(#"load "w.webp" | \#(Self.nova) | save"#, world)
        let picture = plan.calls[0].call.pictures[0]
        let facts = ImageFacts(size: PixelSize(640, 427), format: .webp, hasAlpha: true)
        guard case .steps(let steps, _) = picture.preparation.outcome(for: facts) else {
            Issue.record("refused")
            return
        }
        #expect(steps == [.flatten, .encode(.png)])
        #expect(
            plan.calls[0].node.notes == [
                "retired on 2026-09-30: at AWS this call fails without an image",
                "alpha flattened on white: nova-canvas accepts only opaque images",
            ])
        #expect(!plan.calls[0].node.forecast.hasAlpha)
    }

    @Test func otherFormatsAreEncodedAsPNG() throws {
        var world = FakeWorld()
        world.add("t.tif", 640, 427, .tiff)
        let call = try call(#"load "t.tif" | remove-background | save"#, world)
        let facts = ImageFacts(size: PixelSize(640, 427), format: .tiff, hasAlpha: false)
        guard case .steps(let steps, _) = call.pictures[0].preparation.outcome(for: facts) else {
            Issue.record("refused")
            return
        }
        #expect(steps == [.encode(.png)])
    }

    /// A mask goes where its picture goes, pixel by pixel.
    @Test(arguments: [
        ("shrink", 4_032, 3_024, [Preparation.Step.match(PixelSize(3_547, 2_660))]),
        ("pad", 1_000, 100, [.pad(content: PixelSize(1_000, 100), frame: PixelSize(1_000, 400))]),
        ("shrink", 640, 427, []), ("pad", 640, 427, []),
        ("pad", 4_032, 3_024, [.match(PixelSize(3_547, 2_660))]),
    ])
    func aMaskFollowsItsPicture(
        fit: String, width: Int, height: Int, expected: [Preparation.Step]
    ) throws {
        var world = FakeWorld()
        world.add("p.png", width, height)
        world.add("m.png", width, height)
        let call = try call(
            #"load "p.png" | inpaint "x" mask:(load "m.png") fit:\#(fit) | save"#, world)
        try #require(call.pictures.map(\.role) == [.image, .mask])
        let facts = ImageFacts(size: PixelSize(width, height), format: .png, hasAlpha: false)
        guard case .steps(_, let sent) = call.pictures[0].preparation.outcome(for: facts),
            case .steps(let steps, let size) = call.pictures[1].preparation.outcome(
                for: facts, matching: sent)
        else {
            Issue.record("refused")
            return
        }
        #expect(size == sent)
        #expect(steps == expected + [.mask(.init(isInverted: false, isBinary: false))])
    }
}
