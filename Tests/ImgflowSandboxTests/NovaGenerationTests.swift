import ImageFacts
import ImgflowImages
import Testing

@testable import ImgflowSandbox

/// The tasks that make a picture of a size of its own.
struct NovaGenerationTests {
    private static let small = #""width":320,"height":336"#

    @Test(arguments: [
        (1024, 320, 200), (320, 1280, 200), (1296, 320, 400), (2048, 2064, 400),
    ])
    func sizesKeepToTheirLimits(_ width: Int, _ height: Int, _ status: Int) async throws {
        let config = #""width":\#(width),"height":\#(height)"#
        let answer = try await Nova.answer("TEXT_IMAGE", #""text":"a""#, config)
        #expect(answer.status == status)
        if status == 200 {
            let image = try Nova.opened(answer.answer.images?.first)
            #expect(
                image.facts.withoutBytes
                    == noted(PixelSize(width, height), .png))
        } else {
            #expect(answer.answer.message?.hasPrefix("Unsupported image size \(width)x") == true)
        }
    }

    @Test func theDefaultsAreTheDocuments() async throws {
        let plain = await Call.raw(
            Id.nova, Nova.body("TEXT_IMAGE", #""text":"a""#), region: "us-east-1")
        let explicit = await Call.raw(
            Id.nova,
            Nova.body(
                "TEXT_IMAGE", #""text":"a""#,
                #""width":1024,"height":1024,"quality":"standard","cfgScale":6.5,"#
                    + #""numberOfImages":1,"seed":12"#), region: "us-east-1")
        #expect(plain.status == 200)
        #expect(plain.body == explicit.body)
    }

    @Test(arguments: [
        #""seed":13"#, #""quality":"premium""#, #""cfgScale":9"#,
    ])
    func everySettingShows(_ setting: String) async throws {
        let plain = try await Nova.raster("TEXT_IMAGE", #""text":"a""#, Self.small)
        let other = try await Nova.raster(
            "TEXT_IMAGE", #""text":"a""#, Self.small + "," + setting)
        #expect(other.difference(from: plain) > 0.5)
    }

    @Test func severalPicturesFollowTheirSeeds() async throws {
        func images(_ config: String) async throws -> [String] {
            try await Nova.answer("TEXT_IMAGE", #""text":"a""#, Self.small + "," + config).answer
                .images ?? []
        }
        let five = try await images(#""numberOfImages":5,"seed":2147483646"#)
        #expect(five.count == 5)
        #expect(Set(five).count == 5)
        let two = try await images(#""numberOfImages":2,"seed":7"#)
        #expect(try await images(#""seed":8"#) == [two[1]])
    }

    @Test func wordsThatContradictEachOtherHaveOneAnswer() async throws {
        let text = #""text":"mountains, a lake, a forest and a city in red, green and blue""#
        let first = try await Nova.raster("TEXT_IMAGE", text, Self.small)
        for _ in 0..<4 {
            #expect(
                try await Nova.raster("TEXT_IMAGE", text, Self.small).difference(from: first) == 0)
        }
    }

    @Test(arguments: NovaStyle.allCases.map(\.rawValue))
    func stylesShow(_ style: String) async throws {
        let plain = try await Nova.raster("TEXT_IMAGE", #""text":"hills""#, Self.small)
        let styled = try await Nova.raster(
            "TEXT_IMAGE", #""text":"hills","style":"\#(style)""#, Self.small)
        let difference = styled.difference(from: plain)
        #expect(style == "PHOTOREALISM" ? difference == 0 : difference > 1, "\(difference)")
    }

    @Test func aConditionImageGivesLinesOrAreas() async throws {
        let ball = try Sample.base64(Sample.ball(PixelSize(320, 336)))
        func picture(_ more: String) async throws -> Raster {
            try await Nova.raster(
                "TEXT_IMAGE", #""text":"hills","conditionImage":"\#(ball)"\#(more)"#, Self.small)
        }
        let free = try await Nova.raster("TEXT_IMAGE", #""text":"hills""#, Self.small)
        for mode in ["CANNY_EDGE", "SEGMENTATION"] {
            let ignored = try await picture(#","controlMode":"\#(mode)","controlStrength":0"#)
            #expect(ignored.difference(from: free) < 1, "\(mode)")
        }
        let usual = try await picture(#","controlMode":"CANNY_EDGE","controlStrength":0.7"#)
        #expect(try await picture("").difference(from: usual) == 0)
        let lines = try await picture(#","controlStrength":1"#)
        // The ball's upper rim, and what is inside of it.
        #expect((86...90).contains { y in lines[160, y].allSatisfy { $0 < 70 } })
        #expect(lines[160, 150] == free[160, 150])
        let areas = try await picture(#","controlMode":"SEGMENTATION","controlStrength":1"#)
        let inside = areas[160, 168].map(Int.init).reduce(0, +)
        let outside = areas[20, 168].map(Int.init).reduce(0, +)
        #expect(outside - inside > 60)
    }

    @Test func aPaletteIsSeen() async throws {
        let palette = [[255, 111, 97], [46, 64, 87], [246, 247, 235], [136, 176, 75]]
        let parameters = ##""text":"hills","colors":["#ff6f61","#2E4057","#f6f7eb","#88b04b"]"##
        let picture = try await Nova.raster("COLOR_GUIDED_GENERATION", parameters, Self.small)
        for color in palette {
            #expect(picture.share(of: color, within: 24) > 0.12, "\(color)")
        }
        let one = try await Nova.raster(
            "COLOR_GUIDED_GENERATION", ##""text":"hills","colors":["#203080"]"##, Self.small)
        #expect(one.share(of: [32, 48, 128], within: 24) > 0.9)
    }

    @Test func aReferenceGivesThePalettesPlaces() async throws {
        let ball = try Sample.base64(Sample.ball(PixelSize(320, 336)))
        let picture = try await Nova.raster(
            "COLOR_GUIDED_GENERATION",
            ##""text":"hills","colors":["#e02020","#f0f0f0"],"referenceImage":"\##(ball)""##,
            Self.small)
        // The ball is the dark part.
        #expect(picture[160, 168][1] < 90)
        #expect(picture.share(of: [240, 240, 240], within: 24) > 0.3)
    }

    @Test func variationsAreAsSimilarAsAsked() async throws {
        let ball = try Sample.ball(PixelSize(320, 336))
        let input = try Raster(ball)
        let image = try Sample.base64(ball)
        func picture(_ more: String) async throws -> Raster {
            try await Nova.raster("IMAGE_VARIATION", #""images":["\#(image)"]\#(more)"#, Self.small)
        }
        for text in [#","text":"a forest at night""#, ""] {
            let near = try await picture(#","similarityStrength":1.0"# + text)
            let usual = try await picture(text)
            let far = try await picture(#","similarityStrength":0.2"# + text)
            let same = try await picture(#","similarityStrength":0.7"# + text)
            #expect(usual.difference(from: same) == 0)
            #expect(near.difference(from: input) < 12)
            #expect(near.difference(from: input) > 0)
            #expect(far.difference(from: input) > near.difference(from: input) + 5)
        }
    }

    @Test func variationsMixTheirInputs() async throws {
        let red = try Sample.base64(Image.solid(PixelSize(320, 320), Color(220, 20, 20)))
        let blue = try Sample.base64(Image.solid(PixelSize(400, 320), Color(20, 20, 220)))
        let picture = try await Nova.raster(
            "IMAGE_VARIATION", #""images":["\#(red)","\#(blue)"],"similarityStrength":1"#,
            Self.small)
        #expect(picture.share(of: [220, 20, 20], within: 40) > 0.1)
        #expect(picture.share(of: [20, 20, 220], within: 40) > 0.1)
    }

    @Test func variationsCheckEachInput() async throws {
        let good = try Sample.plain(320, 320)
        let answer = try await Nova.answer(
            "IMAGE_VARIATION", #""images":["\#(good)","\#(try Sample.plain(319, 320))"]"#)
        #expect(answer.status == 400)
        #expect(
            answer.answer.message == "images[1]: each side must be at least 320 pixels, got 319x320"
        )
    }

    @Test func someOfSeveralMayBeBlocked() async throws {
        let text = #""text":"imgflow-filter-some""#
        let three = try await Nova.answer(
            "TEXT_IMAGE", text, Self.small + #","numberOfImages":3"#)
        #expect(three.status == 200)
        #expect(three.answer.images?.count == 2)
        #expect(three.answer.error?.hasPrefix("Some ") == true)
        let one = try await Nova.answer("TEXT_IMAGE", text, Self.small)
        #expect(one.status == 200)
        #expect(one.answer.images == [])
        #expect(one.answer.error?.hasPrefix("All ") == true)
    }
}
