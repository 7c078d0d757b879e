import ImageFacts
import ImgflowModels
import Testing

/// A row of the reference, section 1: docs/vision-models.md.
struct SeeingRow: Sendable, CustomTestStringConvertible {
    var name: String
    var region: String
    var global = false
    var id: String
    /// Dollars for a million tokens in and out.
    var input: String
    var output: String

    var testDescription: String { "\(name) in \(region)\(global ? ", global" : "")" }

    static let all = [
        SeeingRow(
            name: "nova-2-lite", region: "us-east-1", id: "us.amazon.nova-2-lite-v1:0",
            input: "0.33", output: "2.75"),
        SeeingRow(
            name: "nova-2-lite", region: "ca-west-1", id: "us.amazon.nova-2-lite-v1:0",
            input: "0.33", output: "2.75"),
        SeeingRow(
            name: "nova-2-lite", region: "eu-west-3", id: "eu.amazon.nova-2-lite-v1:0",
            input: "0.429", output: "3.597"),
        SeeingRow(
            name: "nova-2-lite", region: "ap-northeast-1", id: "jp.amazon.nova-2-lite-v1:0",
            input: "0.396", output: "3.311"),
        SeeingRow(
            name: "nova-2-lite", region: "ap-southeast-7", global: true,
            id: "global.amazon.nova-2-lite-v1:0", input: "0.30", output: "2.50"),
        SeeingRow(
            name: "qwen3-vl", region: "eu-south-1", id: "qwen.qwen3-vl-235b-a22b", input: "0.53",
            output: "2.66"),
        SeeingRow(
            name: "mistral-large-3", region: "sa-east-1",
            id: "mistral.mistral-large-3-675b-instruct", input: "0.50", output: "1.50"),
        SeeingRow(
            name: "nova-lite", region: "us-east-1", id: "amazon.nova-lite-v1:0", input: "0.06",
            output: "0.24"),
        SeeingRow(
            name: "nova-lite", region: "us-west-1", id: "us.amazon.nova-lite-v1:0", input: "0.06",
            output: "0.24"),
        SeeingRow(
            name: "nova-lite", region: "eu-west-1", id: "eu.amazon.nova-lite-v1:0",
            input: "0.078", output: "0.312"),
        SeeingRow(
            name: "nova-pro", region: "us-east-1", id: "amazon.nova-pro-v1:0", input: "0.80",
            output: "3.20"),
        SeeingRow(
            name: "nova-pro", region: "us-west-2", id: "us.amazon.nova-pro-v1:0", input: "0.80",
            output: "3.20"),
        SeeingRow(
            name: "nova-pro", region: "eu-west-1", id: "eu.amazon.nova-pro-v1:0", input: "1.05",
            output: "4.20"),
        SeeingRow(
            name: "nova-pro", region: "ap-south-1", id: "apac.amazon.nova-pro-v1:0",
            input: "0.84", output: "3.36"),
        SeeingRow(
            name: "claude-haiku-4-5", region: "us-west-2",
            id: "us.anthropic.claude-haiku-4-5-20251001-v1:0", input: "1.10", output: "5.50"),
        SeeingRow(
            name: "claude-haiku-4-5", region: "sa-east-1", global: true,
            id: "global.anthropic.claude-haiku-4-5-20251001-v1:0", input: "1.00", output: "5.00"),
        SeeingRow(
            name: "claude-haiku-5-5", region: "ap-southeast-4",
            id: "au.anthropic.claude-haiku-5-5", input: "0.11", output: "0.55"),
        SeeingRow(
            name: "claude-haiku-5-5", region: "us-east-1", global: true,
            id: "global.anthropic.claude-haiku-5-5", input: "0.10", output: "0.50"),
    ]
}

struct SeeingCardTests {
    @Test(arguments: SeeingRow.all)
    func aModelIsCalledAsTheReferenceSays(row: SeeingRow) throws {
        let card = try #require(ModelCatalog.standard.seeing(name: row.name)).card
        let route = try #require(card.route(in: row.region, global: row.global))
        #expect(card.invocationID(by: route) == row.id)
        #expect(route.price.input == Dollars(text: row.input))
        #expect(route.price.output == Dollars(text: row.output))
        #expect(route.price.asOf == "2026-11" && !route.price.source.isEmpty)
    }

    /// No Region of these has a route that stays in its geography.
    @Test(arguments: [
        ("nova-2-lite", "ap-southeast-2"), ("nova-2-lite", "eu-west-2"),
        ("nova-2-lite", "sa-east-1"), ("qwen3-vl", "us-west-1"), ("mistral-large-3", "eu-west-1"),
        ("claude-haiku-4-5", "sa-east-1"), ("nova-lite", "ca-central-1"),
    ])
    func whereAModelIsNotItIsNotCalled(name: String, region: String) throws {
        let card = try #require(ModelCatalog.standard.seeing(name: name)).card
        #expect(card.route(in: region) == nil)
        #expect(!card.regions.contains(region))
    }

    @Test func theDefaultNeedsNoForm() {
        #expect(SeeingModels.standard.name == "nova-2-lite")
        #expect(SeeingModels.all.first?.name == "nova-2-lite")
        let forms = SeeingModels.all.filter(\.needsForm).map(\.name)
        #expect(Set(forms) == ["claude-haiku-4-5", "claude-haiku-5-5"])
        #expect(
            SeeingModels.all.filter { !$0.takesTemperature }.map(\.name) == ["claude-haiku-5-5"])
        #expect(SeeingModels.all.filter { !$0.takesForcedTool }.isEmpty)
        let nova = SeeingModels.all.filter { [.nova1, .nova2].contains($0.family) }
        #expect(nova.map(\.limits.images) == [5, 5, 5])
        #expect(SeeingModels.all.filter { $0.boxes == nil }.map(\.name) == ["mistral-large-3"])
        #expect(Set(SeeingModels.all.map(\.name)).count == SeeingModels.all.count)
        #expect(
            Set(SeeingModels.all.map(\.name)).isDisjoint(with: Models.all.map { $0.card.name }))
    }

    /// Reference, 1.1: formulas, and what they were measured to be.
    @Test(arguments: [
        ("nova-2-lite", 512, 384, 230, 230), ("nova-2-lite", 8_000, 8_000, 230, 230),
        ("claude-haiku-4-5", 512, 384, 266, 266), ("claude-haiku-4-5", 1_024, 1_024, 1_369, 1_369),
        ("claude-haiku-4-5", 1_344, 768, 1_344, 1_344),
        ("claude-haiku-4-5", 2_048, 2_048, 1_521, 1_521),
        ("qwen3-vl", 512, 384, 192, 192), ("qwen3-vl", 1_024, 1_024, 1_024, 1_024),
        ("qwen3-vl", 1_344, 768, 1_008, 1_008), ("qwen3-vl", 2_048, 2_048, 4_096, 4_096),
        ("nova-lite", 900, 450, 800, 800), ("nova-lite", 900, 900, 1_300, 1_300),
        ("nova-pro", 1_300, 1_300, 2_600, 2_600), ("nova-pro", 800, 400, 800, 800),
        // Enlarged first, the shape kept.
        ("nova-lite", 512, 384, 800, 1_300), ("nova-pro", 384, 512, 800, 1_300),
        ("nova-lite", 512, 512, 1_300, 1_300), ("nova-pro", 1, 1, 1_300, 1_300),
        ("nova-lite", 899, 899, 1_300, 1_300), ("nova-lite", 640, 320, 800, 800),
        ("nova-lite", 1_024, 1_024, 1_300, 1_800), ("nova-lite", 1_500, 1_500, 2_600, 3_462),
        ("mistral-large-3", 512, 384, 0, 410),
    ])
    func anImageCountsAsTheReferenceSays(
        name: String, width: Int, height: Int, least: Int, most: Int
    ) throws {
        let card = try #require(ModelCatalog.standard.seeing(name: name)).card
        #expect(card.imageTokens.count(of: PixelSize(width, height)) == least...most)
    }

    /// Reference, 1.2: what Claude looks at.
    @Test(arguments: [
        (1_920, 1_080, 1_456, 819), (1_075, 1_520, 924, 1_307), (2_048, 2_048, 1_092, 1_092),
        (640, 480, 640, 480),
    ])
    func claudeShrinksAsTheReferenceSays(width: Int, height: Int, seen: Int, high: Int) {
        let tokens = SeeingCard.claudeHaiku45.imageTokens
        #expect(tokens.seen(PixelSize(width, height)) == PixelSize(seen, high))
    }

    /// Tokens times the price of a million, in tenths of thousandths of a dollar and below.
    @Test(arguments: [
        ("us-west-2", 350, 60, 281), ("us-west-2", 1_280, 250, 1_110), ("us-west-2", 0, 0, 0),
        ("us-west-2", 1, 0, 1), ("us-west-2", 1_000_000, 1_000_000, 3_080_000),
        ("eu-west-1", 350, 60, 366), ("ap-northeast-1", 100, 100, 371),
    ])
    func usageIsPricedExactly(region: String, input: Int, output: Int, millionths: Int) throws {
        let route = try #require(SeeingCard.nova2Lite.route(in: region))
        #expect(
            route.price.amount(of: TokenUsage(input: input, output: output))
                == Dollars(millionths: millionths))
    }

    @Test func aHundredthOfACentIsShown() throws {
        let route = try #require(SeeingCard.nova2Lite.route(in: "us-west-2"))
        let range = SeeingCard.nova2Lite.price(
            of: SeeingForecast(
                images: [PixelSize(1_024, 1_024)],
                // 300 characters are 100 tokens at most.
                prompt: String(repeating: "x", count: 300), hasTool: false, longestAnswer: 120),
            by: route)
        // 230 × 0.33 + 1 × 2.75 = 78.65; 330 × 0.33 + 120 × 2.75 = 438.9: millionths, rounded up.
        #expect(
            range
                == PriceRange(
                    least: Dollars(millionths: 79), most: Dollars(millionths: 439)))
        #expect("\(range)" == "$0.0001 to $0.0005")
        #expect("\(range * 10)" == "$0.0008 to $0.0044")
        #expect(
            "\(PriceRange(least: Dollars(cents: 7), most: Dollars(cents: 7)) + range)"
                == "$0.0701 to $0.0705")
        #expect("\(Dollars(millionths: 100))" == "$0.0001")
        let tool = SeeingCard.nova2Lite.usage(
            of: SeeingForecast(
                images: [PixelSize(9, 9), PixelSize(9, 9)], prompt: "", hasTool: true,
                longestAnswer: 1_000))
        #expect(tool.least == TokenUsage(input: 460, output: 1))
        #expect(tool.most == TokenUsage(input: 1_460, output: 1_000))
    }

    /// Haiku 5.5 costs five times as much above 100,000 tokens in.
    @Test func aLongRequestCostsTheSurcharge() throws {
        let price = try #require(SeeingCard.claudeHaiku55.route(in: "us-east-1")).price
        #expect(
            price.amount(of: TokenUsage(input: 100_000, output: 0)) == Dollars(millionths: 11_000))
        #expect(
            price.amount(of: TokenUsage(input: 100_001, output: 10))
                == Dollars(millionths: 55_029))
    }

    /// The highest price that can be configured, and sums and multiples of what it comes to.
    @Test func aHugePriceIsCountedAndNoTrap() throws {
        let dearest = try #require(Dollars(text: "999999999.999999"))
        var price = try #require(SeeingCard.claudeHaiku55.route(in: "us-east-1")).price
        (price.input, price.output) = (dearest, dearest)
        let paid = price.amount(of: TokenUsage(input: 10_000_000, output: 10_000_000))
        // 20 million tokens, five times the price of 20 million.
        #expect(paid == Dollars(millionths: 99_999_999_999_999_900))
        #expect(paid * 92 == Dollars(millionths: 9_199_999_999_999_990_800))
        let all: PriceRange = PriceRange(least: paid, most: paid) * 1_000
        #expect(all.most == Dollars(millionths: .max))
        let twice: PriceRange = all + all
        #expect(twice.most == Dollars(millionths: .max))
        #expect(Dollars(millionths: -3) * .max == Dollars(millionths: .min))
        let most = TokenUsage(input: .max, output: .max)
        #expect(price.amount(of: most) == Dollars(millionths: .max))
    }

    /// A model of this name is there: whichever kind it is like, it is not another.
    @Test(arguments: [
        ("nova-2-lite", "core"), ("core", "nova-2-lite"), ("nova-2-lite", "nova-lite"),
        ("core", "ultra"),
    ])
    func aBuiltInNameIsLikeNoOther(name: String, like: String) {
        var override = ModelOverride(name: name)
        override.like = like
        override.id = "x"
        #expect(throws: ModelCatalog.OverrideProblem.likeOfBuiltIn(name)) {
            try ModelCatalog.standard.applying([override], source: "config.toml", asOf: "")
        }
    }

    /// A price before a call is never less than what any usage within its limits comes to.
    @Test func theMostIsNeverExceeded() {
        for card in SeeingModels.all {
            for route in card.routes {
                for side in [1, 64, 500, 1_000, 1_568, 2_048] {
                    let forecast = SeeingForecast(
                        images: [PixelSize(side, side)], prompt: "a lamp", hasTool: true,
                        longestAnswer: 1_000)
                    let range = card.price(of: forecast, by: route)
                    let usage = card.usage(of: forecast)
                    #expect(range.least <= range.most)
                    #expect(usage.least.input <= usage.most.input)
                    #expect(route.price.amount(of: usage.most) == range.most)
                }
            }
        }
    }
}
