import ImageFacts
import ImgflowImages
import Testing

@testable import ImgflowSandbox

/// The tasks that change a part of a picture: which pixels change, and which stay as they were.
struct NovaEditTests {
    private static let size = PixelSize(360, 320)

    private static func isLeft(_ x: Int, _ y: Int) -> Bool { x < 150 }

    /// Something else at every pixel, black on the left in its mask.
    private static func input() throws -> (image: Image, parameters: String) {
        let image = try Sample.ball(size)
        let mask = try Sample.blackMask(size, where: isLeft)
        return (
            image,
            #""image":"\#(try Sample.base64(image))","maskImage":"\#(try Sample.base64(mask))""#
        )
    }

    @Test(arguments: [#","text":"red bricks""#, #","text":"a storm","negativeText":"rain""#, ""])
    func inpaintingChangesWhereItsMaskIsBlack(_ text: String) async throws {
        let (image, parameters) = try Self.input()
        let before = try Raster(image)
        let result = try await Nova.picture("INPAINTING", parameters + text)
        #expect(
            result.facts.withoutBytes == noted(Self.size, .png))
        let after = try Raster(result)
        #expect(after.changed(from: before, where: Self.isLeft) > 0.9)
        #expect(after.changed(from: before) { !Self.isLeft($0, $1) } == 0)
    }

    @Test func outpaintingChangesWhereItsMaskIsWhite() async throws {
        let (image, parameters) = try Self.input()
        let before = try Raster(image)
        for text in [#","text":"a forest""#, ""] {
            let precise = try await Nova.raster(
                "OUTPAINTING", parameters + text + #","outPaintingMode":"PRECISE""#)
            #expect(precise.size == Self.size)
            #expect(precise.changed(from: before) { !Self.isLeft($0, $1) } > 0.9)
            #expect(precise.changed(from: before, where: Self.isLeft) == 0)

            let soft = try await Nova.raster("OUTPAINTING", parameters + text)
            #expect(soft.changed(from: before) { !Self.isLeft($0, $1) } > 0.9)
            #expect(soft.changed(from: before) { x, _ in (144..<150).contains(x) } > 0.8)
            #expect(soft.changed(from: before) { x, _ in x < 136 } == 0)
            let same = try await Nova.raster(
                "OUTPAINTING", parameters + text + #","outPaintingMode":"DEFAULT""#)
            #expect(same.difference(from: soft) == 0)
        }
    }

    /// One mask prompt, two meanings.
    @Test func maskPromptsNameWhatChangesOrWhatStays() async throws {
        let image = try Sample.ball(Self.size)
        let before = try Raster(image)
        let parameters = #""image":"\#(try Sample.base64(image))","maskPrompt":"a ball""#
        func isBall(_ x: Int, _ y: Int) -> Bool {
            (x - 180) * (x - 180) + (y - 160) * (y - 160) < 70 * 70
        }
        func isFar(_ x: Int, _ y: Int) -> Bool {
            (x - 180) * (x - 180) + (y - 160) * (y - 160) > 100 * 100
        }
        let inside = try await Nova.raster("INPAINTING", parameters + #","text":"green grass""#)
        #expect(inside.changed(from: before, where: isBall) > 0.9)
        #expect(inside.changed(from: before, where: isFar) == 0)
        let outside = try await Nova.raster(
            "OUTPAINTING", parameters + #","text":"a sea","outPaintingMode":"PRECISE""#)
        #expect(outside.changed(from: before, where: isBall) == 0)
        #expect(outside.changed(from: before, where: isFar) > 0.9)
    }

    @Test func withoutWordsAThingIsTakenAway() async throws {
        let image = try Sample.ball(Self.size)
        let result = try await Nova.raster(
            "INPAINTING", #""image":"\#(try Sample.base64(image))","maskPrompt":"the ball""#)
        // The pale wall is where the dark red ball was.
        #expect(result.share(of: [226, 230, 227], within: 24) > 0.97)
    }

    @Test func severalEditsDiffer() async throws {
        let (_, parameters) = try Self.input()
        for (task, text) in [
            ("INPAINTING", #","text":"bricks""#), ("INPAINTING", ""), ("OUTPAINTING", ""),
        ] {
            let answer = try await Nova.answer(
                task, parameters + text, #""numberOfImages":3"#
            ).answer
            #expect(Set(answer.images ?? []).count == 3)
        }
    }

    @Test func backgroundsAreRemoved() async throws {
        let image = try Sample.base64(Sample.ball(Self.size), .jpeg)
        let answer = try await Nova.answer("BACKGROUND_REMOVAL", #""image":"\#(image)""#)
        #expect(answer.answer.images?.count == 1)
        let result = try Nova.opened(answer.answer.images?.first)
        #expect(
            result.facts.withoutBytes == noted(Self.size, .png, hasAlpha: true))
        let pixels = try Raster(result)
        #expect(pixels.alpha(180, 160) == 255)
        #expect(pixels.alpha(20, 20) == 0)
    }
}
