import ImageFacts
import ImgflowImages
import Testing

@testable import ImgflowSandbox

/// What the edit and control services do to a picture: where it changes, and where it stays.
struct EditPictureTests {
    private static let size = PixelSize(320, 200)

    private static func ball() throws -> String { try Sample.base64(Sample.ball(size)) }

    /// White in the left 120 columns of the upper 90 rows.
    private static func corner() throws -> String {
        let bytes = (0..<200).flatMap { y in
            (0..<320).map { x in x < 120 && y < 90 ? UInt8(255) : 0 }
        }
        return try Sample.base64(Image(Pixels.bytes(bytes, size, bands: 1), format: .png))
    }

    private func image(_ model: String, _ fields: String, of picture: String = "image")
        async throws -> Image
    {
        try await Call.picture(model, #"{"\#(picture)":"\#(try Self.ball())",\#(fields)}"#)
    }

    @Test(arguments: [
        (#""left":64"#, 384, 200, 64, 0), (#""right":2,"up":100"#, 322, 300, 0, 100),
        (#""left":10,"right":20,"up":30,"down":40,"prompt":"a sea"#, 350, 270, 10, 30),
        (#""down":1000,"creativity":1,"prompt":"hills"#, 320, 1_200, 0, 0),
    ])
    func outpaintKeepsThePictureInItsPlace(
        fields: String, width: Int, height: Int, x: Int, y: Int
    ) async throws {
        let quoted = fields.hasSuffix("sea") || fields.hasSuffix("hills") ? fields + "\"" : fields
        let result = try await image(Id.outpaint, quoted)
        #expect(result.facts.size == PixelSize(width, height))
        let before = try Raster(Sample.ball(Self.size))
        let after = try Raster(result)
        let stamp = Stamp.place(on: result.facts.size)
        for row in stride(from: 0, to: 200, by: 7) {
            for column in stride(from: 0, to: 320, by: 7)
            where !(column + x >= stamp.x && row + y >= stamp.y) {
                #expect(after[column + x, row + y] == before[column, row], "\(column) \(row)")
            }
        }
        // Beyond the edge there is something, and not one color only.
        let beyond = Set((0..<height).map { after[x > 0 ? 0 : min(5, width - 1), $0] })
        #expect(beyond.count > 5)
    }

    @Test func outpaintNeedsAMargin() async throws {
        for fields in [#""seed":1"#, #""left":0,"up":0"#] {
            let said = try await Call.answer(
                Id.outpaint, #"{"image":"\#(try Self.ball())",\#(fields)}"#)
            #expect(said.status == 400)
            #expect(said.answer.message?.contains("must be greater than 0") == true)
        }
    }

    @Test(arguments: [(Id.erase, ""), (Id.inpaint, #""prompt":"red roses","#)])
    func whiteChangesAndBlackStays(model: String, prompt: String) async throws {
        let result = try await image(
            model, prompt + #""grow_mask":0,"mask":"\#(try Self.corner())""#)
        let before = try Raster(Sample.ball(Self.size))
        let after = try Raster(result)
        let stamp = Stamp.place(on: Self.size)
        var changed = 0
        for y in 0..<200 {
            for x in 0..<320 where !(x >= stamp.x && y >= stamp.y) {
                if x < 120, y < 90 {
                    changed += after[x, y] == before[x, y] ? 0 : 1
                } else {
                    #expect(after[x, y] == before[x, y], "\(x) \(y)")
                }
            }
        }
        #expect(changed > 120 * 90 / 2)
    }

    /// What is transparent is the mask where no other is given.
    @Test(arguments: [(Id.erase, ""), (Id.inpaint, #""prompt":"red roses","#)])
    func alphaIsTheMaskWhereThereIsNoOther(model: String, prompt: String) async throws {
        let ball = try Sample.ball(Self.size)
        var bytes = try ball.rgba()
        for y in 0..<90 { for x in 0..<120 { bytes[4 * (y * 320 + x) + 3] = 0 } }
        let picture = try Sample.base64(Image.fromRGBA(bytes, Self.size))
        let result = try await Call.picture(
            model, #"{\#(prompt)"grow_mask":0,"image":"\#(picture)"}"#)
        let before = try Raster(ball)
        let after = try Raster(result)
        #expect(after[200, 20] == before[200, 20])
        #expect(after[160, 100] == before[160, 100])
        // Black, which lies under what is transparent, is filled.
        #expect(after[40, 40] != [0, 0, 0])
    }

    @Test func eraseFillsWithWhatIsAround() async throws {
        let bytes = (0..<200).flatMap { y in
            (0..<320).map { x in abs(x - 160) < 60 && abs(y - 100) < 60 ? UInt8(255) : 0 }
        }
        let mask = try Sample.base64(
            Image(Pixels.bytes(bytes, Self.size, bands: 1), format: .png))
        let after = try Raster(try await image(Id.erase, #""mask":"\#(mask)""#))
        // The ball was red; the wall is pale.
        let middle = after[160, 100]
        #expect(middle.allSatisfy { $0 > 180 }, "\(middle)")
    }

    @Test func recolorDyesWhatIsNamed() async throws {
        let result = try await image(
            Id.recolor, #""select_prompt":"red ball","prompt":"bright blue","grow_mask":0"#)
        #expect(result.facts.size == Self.size)
        let after = try Raster(result)
        let middle = after[160, 100]
        #expect(middle[2] > middle[0], "\(middle)")
        #expect(after[5, 5] == (try Raster(Sample.ball(Self.size)))[5, 5])
    }

    @Test func styleTransferTakesTheStylesColors() async throws {
        let green = try Sample.base64(Image.solid(PixelSize(200, 200), Color(20, 160, 40)))
        let ball = try Self.ball()
        func transferred(_ fields: String) async throws -> [UInt8] {
            try Raster(
                try await Call.picture(
                    Id.styleTransfer,
                    #"{"init_image":"\#(ball)","style_image":"\#(green)","seed":7\#(fields)}"#))[
                    20, 20]
        }
        let styled = try await transferred("")
        #expect(styled[1] > styled[0] + 40, "\(styled)")
        // Without any of the style the picture stays.
        let plain = try await transferred(#","style_strength":0,"composition_fidelity":1"#)
        #expect(plain == (try Raster(Sample.ball(Self.size)))[20, 20])
    }

    @Test(arguments: [Id.sketch, Id.structure])
    func controlFollowsThePictureAsToldAndKeepsItsSize(model: String) async throws {
        let fields = #""prompt":"a harbour","seed":5,"control_strength":"#
        let followed = try await image(model, fields + "1")
        #expect(followed.facts.size == Self.size)
        let free = try await image(model, fields + "0")
        #expect(try followed.rgba() != free.rgba())
        // Without control the picture that goes in says nothing.
        let other = try Sample.base64(Image.solid(Self.size, Color(9, 9, 9)))
        let same = try await Call.picture(model, #"{"image":"\#(other)",\#(fields)0}"#)
        #expect(try same.rgba() == free.rgba())
    }

    @Test(arguments: [("1:1", 1_024, 1_024), ("16:9", 1_344, 768), ("9:21", 640, 1_536)])
    func styleGuideMakesAPictureOfItsOwnSize(aspect: String, width: Int, height: Int)
        async throws
    {
        let result = try await image(
            Id.styleGuide, #""prompt":"a","output_format":"jpeg","aspect_ratio":"\#(aspect)""#)
        #expect(result.facts.withoutBytes == noted(PixelSize(width, height), .jpeg))
    }

    @Test func strengthOfImageToImageGoesFromTheInputToTheText() async throws {
        func made(_ strength: Double, _ picture: String) async throws -> [UInt8] {
            try await Call.picture(
                Id.sd35,
                #"{"prompt":"a forest","mode":"image-to-image","image":"\#(picture)","strength":\#(strength),"seed":3}"#
            ).rgba()
        }
        let other = try Sample.base64(Image.solid(Self.size, Color(9, 9, 9)))
        let ball = try Self.ball()
        #expect(try await made(1, ball) == made(1, other))
        let kept = try await made(0, other)
        #expect(kept[0..<3] == [9, 9, 9])
    }

    /// Wording and seed tell pictures apart; nothing else does.
    @Test(arguments: [
        (Id.outpaint, #""left":64,"#, "image"), (Id.erase, "", "image"),
        (Id.recolor, #""select_prompt":"zebra","prompt":"some color","#, "image"),
        (Id.sketch, #""prompt":"a","#, "image"), (Id.structure, #""prompt":"a","#, "image"),
        (Id.styleGuide, #""prompt":"a","#, "image"),
    ])
    func aSeedIsAPicture(model: String, fields: String, picture: String) async throws {
        let mask = model == Id.erase ? #""mask":"\#(try Self.corner())","# : ""
        let one = try await image(model, mask + fields + #""seed":1"#).rgba()
        #expect(try await image(model, mask + fields + #""seed":1"#).rgba() == one)
        #expect(try await image(model, mask + fields + #""seed":2"#).rgba() != one)
    }

    /// Both sides of the limits that all edit services share: reference, section 4.2.
    @Test(arguments: [
        (Id.outpaint, #""left":1,"#, "image"), (Id.erase, "", "image"),
        (Id.recolor, #""prompt":"a","select_prompt":"b","#, "image"),
        (Id.sketch, #""prompt":"a","#, "image"), (Id.structure, #""prompt":"a","#, "image"),
        (Id.styleGuide, #""prompt":"a","aspect_ratio":"21:9","#, "image"),
        (Id.removeBackground, "", "image"),
        (Id.searchReplace, #""prompt":"a","search_prompt":"b","#, "image"),
    ])
    func editServicesShareTheirLimits(model: String, fields: String, name: String) async throws {
        for (width, height, isTaken) in [
            (64, 64, true), (160, 64, true), (63, 64, false), (161, 64, false), (64, 161, false),
        ] {
            let body =
                #"{\#(fields)"\#(name)":"\#(try Sample.plain(width, height))","output_format":"jpeg"}"#
            let said = try await Call.answer(model, body)
            #expect(said.status == (isTaken ? 200 : 400), "\(model) \(width)x\(height)")
        }
    }

    @Test(arguments: ["init_image", "style_image"])
    func bothPicturesOfAStyleTransferHaveTheLimits(name: String) async throws {
        let other = name == "init_image" ? "style_image" : "init_image"
        let good = try Sample.plain(80, 80)
        for (width, height, isTaken) in [(64, 64, true), (63, 64, false), (64, 161, false)] {
            let body = #"{"\#(other)":"\#(good)","\#(name)":"\#(try Sample.plain(width, height))"}"#
            let said = try await Call.answer(Id.styleTransfer, body)
            #expect(said.status == (isTaken ? 200 : 400), "\(width)x\(height)")
            if !isTaken { #expect(said.answer.message?.contains(name) == true) }
        }
    }
}
