import ImageFacts
import ImgflowModels
import Testing

/// The limits of the reference, sections 3.4 and 4.2, written down again.
private enum Reference {
    static let service = ImageLimits(
        side: 64...Int(Int32.max), pixels: 4_096...9_437_184, elongation: 2.5)
    static let creative = ImageLimits(side: 64...Int(Int32.max), pixels: 4_096...1_048_576)
    static let fast = ImageLimits(side: 32...1_536, pixels: 1_024...1_048_576)
    static let nova = ImageLimits(
        formats: [.png, .jpeg], side: 320...4_096, pixels: 102_400...4_194_304, elongation: 4,
        takesAlpha: false)
    static let all = [service, creative, fast, nova]
}

struct ImageLimitsTests {
    typealias Refusal = ImageLimits.Refusal

    @Test(arguments: [
        (3_072, 3_072, nil), (3_073, 3_072, Refusal.tooLarge), (64, 64, nil), (63, 64, .tooSmall),
        (64, 63, .tooSmall), (160, 64, nil), (161, 64, .tooElongated), (64, 160, nil),
        (64, 161, .tooElongated), (4_857, 1_943, nil), (4_032, 3_024, .tooLarge), (640, 427, nil),
        (10_000, 64, .tooElongated), (20, 1, .tooElongated),
    ])
    func anEditServiceRefuses(width: Int, height: Int, refusal: Refusal?) {
        #expect(Reference.service.refusal(of: PixelSize(width, height)) == refusal)
    }

    @Test(arguments: [
        (1_024, 1_024, nil), (1_025, 1_024, Refusal.tooLarge), (64, 64, nil),
        (63, 4_000, .tooSmall),
        (16_384, 64, nil), (16_385, 64, .tooLarge), (64, 16_384, nil),
    ])
    func theCreativeUpscaleRefuses(width: Int, height: Int, refusal: Refusal?) {
        #expect(Reference.creative.refusal(of: PixelSize(width, height)) == refusal)
    }

    @Test(arguments: [
        (1_024, 1_024, nil), (1_536, 682, nil), (1_536, 683, Refusal.tooLarge),
        (1_537, 32, .tooLarge), (1_536, 32, nil), (32, 32, nil), (31, 32, .tooSmall),
        (32, 31, .tooSmall), (32, 1_537, .tooLarge),
    ])
    func theFastUpscaleRefuses(width: Int, height: Int, refusal: Refusal?) {
        #expect(Reference.fast.refusal(of: PixelSize(width, height)) == refusal)
    }

    @Test(arguments: [
        (320, 320, nil), (319, 320, Refusal.tooSmall), (2_048, 2_048, nil),
        (2_049, 2_048, .tooLarge), (1_280, 320, nil), (1_281, 320, .tooElongated),
        (4_096, 1_024, nil), (4_097, 1_025, .tooLarge),
    ])
    func novaCanvasRefuses(width: Int, height: Int, refusal: Refusal?) {
        #expect(Reference.nova.refusal(of: PixelSize(width, height)) == refusal)
    }

    @Test func theModelsHaveTheseLimits() {
        #expect(StableImageInpaint.card.input == Reference.service)
        #expect(StableImageSearchReplace.card.input == Reference.service)
        #expect(StableImageRemoveBackground.card.input == Reference.service)
        let others: [any BedrockModel.Type] = [
            StableOutpaint.self, StableImageEraseObject.self, StableImageSearchRecolor.self,
            StableStyleTransfer.self, StableImageControlSketch.self,
            StableImageControlStructure.self, StableImageStyleGuide.self,
        ]
        for model in others { #expect(model.card.input == Reference.service) }
        #expect(StableConservativeUpscale.card.input == Reference.service)
        #expect(StableCreativeUpscale.card.input == Reference.creative)
        #expect(StableFastUpscale.card.input == Reference.fast)
        #expect(NovaCanvas.card.input == Reference.nova)
        #expect(StableImageCore.card.input == nil)
        #expect(StableImageUltra.card.input == nil)
        // Section 4.2: sides of 64 and more, and nothing else is stated.
        let sd35 = StableDiffusion35Large.card.input
        #expect(sd35?.refusal(of: PixelSize(64, 64)) == nil)
        #expect(sd35?.refusal(of: PixelSize(20_000, 64)) == nil)
        #expect(sd35?.refusal(of: PixelSize(63, 64)) == .tooSmall)
    }

    @Test(arguments: [
        (Reference.service, 4_032, 3_024, PixelSize(3_547, 2_660)),
        (Reference.creative, 4_032, 3_024, PixelSize(1_182, 886)),
        (Reference.fast, 4_032, 3_024, PixelSize(1_182, 886)),
        (Reference.fast, 3_072, 64, PixelSize(1_536, 32)),
        (Reference.service, 6_144, 6_144, PixelSize(3_072, 3_072)),
        // Rounded down, 4857x1942 would be a pixel too long.
        (Reference.service, 10_000, 4_000, PixelSize(4_855, 1_942)),
        (Reference.service, 4_000, 10_000, PixelSize(1_942, 4_855)),
    ])
    func aPictureIsShrunkAsLittleAsCanBe(
        limits: ImageLimits, width: Int, height: Int, expected: PixelSize
    ) {
        #expect(limits.shrunk(PixelSize(width, height)) == expected)
    }

    @Test(arguments: [
        (Reference.service, 63, 63), (Reference.service, 10_000, 3_999),
        (Reference.fast, 3_073, 60), (Reference.fast, 1_000_000, 33), (Reference.nova, 300, 300),
    ])
    func shrinkingDoesNotHelpEverything(limits: ImageLimits, width: Int, height: Int) {
        #expect(limits.shrunk(PixelSize(width, height)) == nil)
    }

    @Test(arguments: [
        (Reference.service, 20, 20, PixelSize(20, 20), PixelSize(64, 64)),
        (Reference.service, 1, 1, PixelSize(1, 1), PixelSize(64, 64)),
        (Reference.service, 1_000, 100, PixelSize(1_000, 100), PixelSize(1_000, 400)),
        (Reference.service, 100, 1_000, PixelSize(100, 1_000), PixelSize(400, 1_000)),
        (Reference.nova, 640, 100, PixelSize(640, 100), PixelSize(640, 320)),
        (Reference.creative, 4_032, 3_024, PixelSize(1_182, 886), PixelSize(1_182, 886)),
        (Reference.fast, 50, 5_000, PixelSize(15, 1_535), PixelSize(32, 1_535)),
    ])
    func aPictureIsFramedAsCloselyAsCanBe(
        limits: ImageLimits, width: Int, height: Int, content: PixelSize, frame: PixelSize
    ) throws {
        let padded = try #require(limits.padded(PixelSize(width, height)))
        #expect(padded.content == content)
        #expect(padded.frame == frame)
    }

    @Test func whateverIsMadeOfAPictureIsTaken() {
        var random = SplitMix(state: 42)
        let borders = [
            1, 2, 31, 32, 33, 63, 64, 65, 159, 160, 161, 319, 320, 321, 1_023, 1_024, 1_025, 1_535,
            1_536, 1_537, 3_071, 3_072, 3_073, 4_095, 4_096, 4_097, 16_384, 30_000, 65_535,
        ]
        let sizes =
            borders.flatMap { width in borders.map { PixelSize(width, $0) } }
            + (0..<3_000).map { _ in PixelSize(random.side(), random.side()) }
        for limits in Reference.all {
            for size in sizes { check(size, limits) }
        }
    }

    private func check(_ size: PixelSize, _ limits: ImageLimits) {
        let refusal = limits.refusal(of: size)
        let shrunk = limits.shrunk(size)
        if refusal == nil {
            #expect(shrunk == size, "\(size) is taken as it is")
            return
        }
        if let shrunk {
            #expect(limits.refusal(of: shrunk) == nil, "\(size) shrunk to \(shrunk)")
            #expect(isSameShape(size, shrunk), "\(size) shrunk to \(shrunk)")
            #expect(shrunk.width <= size.width && shrunk.height <= size.height)
        }
        // What has the shape and stays large enough can be shrunk: no room for a wrong refusal.
        if refusal == .tooLarge,
            Double(limits.side.upperBound) * 0.9 / size.elongation
                > Double(limits.side.lowerBound),
            (Double(limits.pixels.upperBound) / size.elongation).squareRoot() * 0.9
                > Double(limits.side.lowerBound)
        {
            #expect(shrunk != nil, "\(size)")
        }
        guard let (content, frame) = limits.padded(size) else {
            Issue.record("\(size) is not framed")
            return
        }
        #expect(limits.refusal(of: frame) == nil, "\(size) framed in \(frame)")
        #expect(content.width <= frame.width && content.height <= frame.height)
        #expect(content.width <= size.width && content.height <= size.height)
        #expect(isSameShape(size, content), "\(size) made \(content) in \(frame)")
    }

    /// The same up to rounding to whole pixels, and to one more where a limit of shape is touched.
    private func isSameShape(_ size: PixelSize, _ other: PixelSize) -> Bool {
        let scale = Double(other.longSide) / Double(size.longSide)
        let short = Double(size.shortSide) * scale
        return abs(short - Double(other.shortSide)) <= 1.5
    }
}

/// Vigna's SplitMix64: small, and the same numbers on every machine.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 1 to 65,535, small ones as likely as large ones.
    mutating func side() -> Int {
        let bits = next() % 16 + 1
        return max(1, Int(next() % (1 << bits)))
    }
}

struct BedrockLimitsTests {
    @Test(arguments: [
        (4_177_920, ImageFormat.png, false, true), (4_177_921, .png, false, false),
        (3_133_440, .png, true, true), (3_133_441, .png, true, false),
        (100_000_000, .jpeg, false, true), (100_000_000, .webp, true, true),
        (1, .png, false, true),
    ])
    func anAnswerHolds(pixels: Int, format: ImageFormat, hasAlpha: Bool, holds: Bool) {
        #expect(
            BedrockLimits.answerHolds(pixels: pixels, format: format, hasAlpha: hasAlpha) == holds)
    }

    /// Reference, section 4.4: what came as PNG and what broke the limit.
    @Test func whatWasMeasuredAgrees() {
        func holds(_ width: Int, _ height: Int) -> Bool {
            BedrockLimits.answerHolds(pixels: width * height, format: .png, hasAlpha: false)
        }
        #expect(holds(1_024, 1_024) && holds(2_048, 2_000))
        #expect(!holds(4_096, 4_096) && !holds(3_112, 3_112) && !holds(3_152, 3_152))
    }

    @Test func theLimitsAreTheServices() {
        #expect(BedrockLimits.requestBytes == 25_000_000)
        #expect(BedrockLimits.answerBytes == 16_777_216)
    }
}
