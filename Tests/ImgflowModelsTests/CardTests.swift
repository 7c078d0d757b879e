import ImageFacts
import ImgflowModels
import Testing

/// A model as the reference tells of it: sections 1 (ids and Regions), 4 to 6 (prompts, formats),
/// 7 (prices), 8 (quotas), 9 (lifecycle).
struct ReferenceRow: Sendable, CustomTestStringConvertible {
    var name: String
    var id: String
    var regions: [String]
    /// Of US dollars.
    var cents: Int
    var requestsPerMinute: Int
    var takesImage: Bool
    var prompt: ClosedRange<Int>?
    var formats: [ImageFormat]

    var testDescription: String { name }

    private static let west = ["us-west-2"]
    private static let profile = ["us-east-1", "us-east-2", "us-west-2"]
    private static let text = 1...10_000

    static let all = [
        ReferenceRow(
            name: "core", id: "stability.stable-image-core-v1:1", regions: west, cents: 4,
            requestsPerMinute: 90, takesImage: false, prompt: text, formats: [.png, .jpeg]),
        ReferenceRow(
            name: "ultra", id: "stability.stable-image-ultra-v1:1", regions: west, cents: 14,
            requestsPerMinute: 10, takesImage: false, prompt: text, formats: [.png, .jpeg]),
        ReferenceRow(
            name: "sd35-large", id: "stability.sd3-5-large-v1:0", regions: west, cents: 8,
            requestsPerMinute: 15, takesImage: true, prompt: text, formats: [.png, .jpeg, .webp]),
        ReferenceRow(
            name: "inpaint", id: "us.stability.stable-image-inpaint-v1:0", regions: profile,
            cents: 7, requestsPerMinute: 20, takesImage: true, prompt: text,
            formats: [.png, .jpeg, .webp]),
        ReferenceRow(
            name: "search-replace", id: "us.stability.stable-image-search-replace-v1:0",
            regions: profile, cents: 7, requestsPerMinute: 20, takesImage: true, prompt: text,
            formats: [.png, .jpeg, .webp]),
        // jpeg is listed and cannot carry alpha: "offer png/webp".
        ReferenceRow(
            name: "remove-background", id: "us.stability.stable-image-remove-background-v1:0",
            regions: profile, cents: 7, requestsPerMinute: 20, takesImage: true, prompt: nil,
            formats: [.png, .webp]),
        ReferenceRow(
            name: "fast-upscale", id: "us.stability.stable-fast-upscale-v1:0", regions: profile,
            cents: 3, requestsPerMinute: 20, takesImage: true, prompt: nil,
            formats: [.png, .jpeg, .webp]),
        ReferenceRow(
            name: "conservative-upscale", id: "us.stability.stable-conservative-upscale-v1:0",
            regions: profile, cents: 40, requestsPerMinute: 4, takesImage: true, prompt: text,
            formats: [.png, .jpeg, .webp]),
        ReferenceRow(
            name: "outpaint", id: "us.stability.stable-outpaint-v1:0", regions: profile, cents: 6,
            requestsPerMinute: 4, takesImage: true, prompt: text, formats: [.png, .jpeg, .webp]),
        ReferenceRow(
            name: "erase-object", id: "us.stability.stable-image-erase-object-v1:0",
            regions: profile, cents: 7,
            requestsPerMinute: 20, takesImage: true, prompt: nil, formats: [.png, .jpeg, .webp]),
        ReferenceRow(
            name: "search-recolor", id: "us.stability.stable-image-search-recolor-v1:0",
            regions: profile, cents: 7,
            requestsPerMinute: 20, takesImage: true, prompt: text, formats: [.png, .jpeg, .webp]),
        ReferenceRow(
            name: "style-transfer", id: "us.stability.stable-style-transfer-v1:0", regions: profile,
            cents: 8,
            requestsPerMinute: 20, takesImage: true, prompt: text, formats: [.png, .jpeg, .webp]),
        ReferenceRow(
            name: "control-sketch", id: "us.stability.stable-image-control-sketch-v1:0",
            regions: profile, cents: 7,
            requestsPerMinute: 20, takesImage: true, prompt: text, formats: [.png, .jpeg, .webp]),
        ReferenceRow(
            name: "control-structure", id: "us.stability.stable-image-control-structure-v1:0",
            regions: profile, cents: 7,
            requestsPerMinute: 20, takesImage: true, prompt: text, formats: [.png, .jpeg, .webp]),
        ReferenceRow(
            name: "style-guide", id: "us.stability.stable-image-style-guide-v1:0", regions: profile,
            cents: 7,
            requestsPerMinute: 20, takesImage: true, prompt: text, formats: [.png, .jpeg, .webp]),
        // Its png never fits an answer (section 4.4).
        ReferenceRow(
            name: "creative-upscale", id: "us.stability.stable-creative-upscale-v1:0",
            regions: profile, cents: 60, requestsPerMinute: 4, takesImage: true, prompt: text,
            formats: [.jpeg, .webp]),
        ReferenceRow(
            name: "nova-canvas", id: "amazon.nova-canvas-v1:0",
            regions: ["us-east-1", "eu-west-1", "ap-northeast-1"], cents: 4,
            requestsPerMinute: 100, takesImage: true, prompt: 1...1_024, formats: [.png]),
    ]
}

struct CardTests {
    @Test(arguments: ReferenceRow.all)
    func aCardSaysWhatTheReferenceSays(row: ReferenceRow) throws {
        let card = try #require(Models.named(row.name)).card
        #expect(card.invocationID == row.id)
        #expect(card.regions == row.regions)
        #expect(card.price.amount == Dollars(cents: row.cents))
        #expect(card.quota.requestsPerMinute == row.requestsPerMinute)
        #expect((card.input != nil) == row.takesImage)
        #expect(card.promptLength == row.prompt)
        #expect(Set(card.outputFormats) == Set(row.formats))
        #expect(!card.price.source.isEmpty && card.price.asOf.count == 7)
        #expect(!card.lifecycle.source.isEmpty && card.lifecycle.asOf.count == 10)
    }

    /// Section 15: one source of November 2026 for all that live.
    @Test func theLivingHaveTheNewestPrices() {
        for model in Models.all where model.card.name != "nova-canvas" {
            #expect(
                model.card.price.citation == "AWS's pricing page, as cited by litellm, 2026-11",
                "\(model.card.name)")
        }
    }

    /// Section 15: measured by others on Bedrock. A guess stays one.
    @Test func sizesThatOthersMeasuredAreExpected() {
        let input = SizeForecast.exact(PixelSize(2_400, 1_500))
        for size in [
            StableImageControlStructure.outputSize(input: input),
            StableImageInpaint.outputSize(input: input),
            StableImageSearchReplace.outputSize(input: input),
        ] { #expect(size == .documented(PixelSize(2_400, 1_500))) }
        #expect(StableImageInpaint.outputSize(input: input.guessed) == input.guessed)
        #expect(StableImageInpaint.outputSize(input: .unknown) == .unknown)
        let wider = StableOutpaint.outputSize(input: input, left: 10, right: 20, up: 30, down: 40)
        #expect(wider == .documented(PixelSize(2_430, 1_570)))
    }

    @Test func everyModelHasItsRow() {
        #expect(Set(Models.all.map { $0.card.name }) == Set(ReferenceRow.all.map(\.name)))
        #expect(Models.all.count == ReferenceRow.all.count)
    }

    @Test func onlyNovaIsRetired() {
        let day = CalendarDate(2026, 11, 22)
        for model in Models.all {
            let expected: Lifecycle.Stage =
                model.card.name == "nova-canvas" ? .retired : .active
            #expect(model.card.lifecycle.stage(on: day) == expected, "\(model.card.name)")
        }
        let nova = NovaCanvas.card.lifecycle
        #expect(nova.stage(on: CalendarDate(2026, 3, 29)) == .active)
        #expect(nova.stage(on: CalendarDate(2026, 3, 30)) == .legacy)
        #expect(nova.stage(on: CalendarDate(2026, 9, 29)) == .legacy)
        #expect(nova.stage(on: CalendarDate(2026, 9, 30)) == .retired)
        #expect(nova.endsOn.map { "\($0)" } == "2026-09-30")
    }

    /// Reference, section 12.3: the only Region with every living model.
    @Test func oregonHasEveryLivingModel() {
        for model in Models.all where model.card.name != "nova-canvas" {
            #expect(model.card.regions.contains("us-west-2"), "\(model.card.name)")
        }
        #expect(
            Set(Models.regions)
                == ["us-west-2", "us-east-1", "us-east-2", "eu-west-1", "ap-northeast-1"])
        #expect(Set(Models.regions).count == Models.regions.count)
    }

    /// Section 4.1.
    @Test func theSharedListsAreTheDocuments() {
        let ratios = Stability.aspectRatios.map { "\($0.width):\($0.height)" }
        #expect(ratios == ["16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"])
        #expect(
            Stability.stylePresets
                == [
                    "3d-model", "analog-film", "anime", "cinematic", "comic-book", "digital-art",
                    "enhance", "fantasy-art", "isometric", "line-art", "low-poly",
                    "modeling-compound", "neon-punk", "origami", "photographic", "pixel-art",
                    "tile-texture",
                ])
        #expect(Stability.growMask == 0...20)
        #expect(StableCreativeUpscale.creativity == 0.1...0.5)
        #expect(StableConservativeUpscale.creativity == 0.1...0.5)
    }

    /// Section 3.2.
    @Test func novasOptionsAreTheDocuments() {
        #expect(NovaCanvas.guidance == 1.1...10)
        #expect(NovaCanvas.Quality.allCases.map(\.rawValue) == ["standard", "premium"])
        #expect(NovaCanvas.sideStep == 16)
        #expect(NovaCanvas.outputLimits.refusal(of: PixelSize(2_048, 2_048)) == nil)
        #expect(NovaCanvas.outputLimits.refusal(of: PixelSize(2_064, 2_048)) == .tooLarge)
        #expect(NovaCanvas.outputLimits.refusal(of: PixelSize(1_296, 320)) == .tooElongated)
        #expect(NovaCanvas.outputLimits.refusal(of: PixelSize(304, 320)) == .tooSmall)
    }

    /// Section 7: 0.04 up to 1024, 0.06 for premium or large, 0.08 for both.
    @Test(arguments: [
        (NovaCanvas.Quality.standard, 1_024, 1_024, 4), (.premium, 1_024, 1_024, 6),
        (.standard, 1_040, 1_024, 6), (.standard, 1_280, 720, 6), (.premium, 2_048, 2_048, 8),
        (.standard, 512, 512, 4),
    ])
    func novasPriceGrows(quality: NovaCanvas.Quality, width: Int, height: Int, cents: Int) {
        let price = NovaCanvas.price(quality: quality, size: PixelSize(width, height))
        #expect(price.amount == Dollars(cents: cents))
    }
}
