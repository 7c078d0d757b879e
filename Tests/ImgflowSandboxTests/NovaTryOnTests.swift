import ImageFacts
import ImgflowImages
import Testing

@testable import ImgflowSandbox

/// Virtual try-on on a drawn person: shirt at y 130 to 320, trousers to 580, shoes to 610.
struct NovaTryOnTests {
    private static let size = PixelSize(320, 640)

    private static let person = Result { try Sample.person() }
    private static let encoded = Result {
        #""sourceImage":"\#(try Sample.base64(person.get()))","#
            + #""referenceImage":"\#(try Sample.base64(Sample.garment()))""#
    }

    private static func tryOn(
        _ more: String
    ) async throws -> (picture: Raster, mask: Raster, bytes: [UInt8]) {
        let answer = try await Nova.answer(
            "VIRTUAL_TRY_ON", try encoded.get() + more + #","returnMask":true"#
        ).answer
        let mask = try Nova.opened(answer.maskImage)
        #expect(mask.facts.size == size)
        #expect(mask.facts.format == .png)
        return (
            try Raster(Nova.opened(answer.images?.first)), try Raster(mask),
            try mask.pixels().bytes()
        )
    }

    private static func isGreen(_ color: [UInt8]) -> Bool {
        Int(color[1]) > Int(color[0]) + 60 && Int(color[1]) > Int(color[2]) + 40
    }

    @Test func blackIsReplacedAndWhiteStays() async throws {
        func isBox(_ x: Int, _ y: Int) -> Bool {
            (90..<230).contains(x) && (140..<300).contains(y)
        }
        let mask = try Sample.blackMask(Self.size, where: isBox)
        let before = try Raster(Self.person.get())
        for merge in ["BALANCED", "SEAMLESS", "DETAILED"] {
            let result = try await Self.tryOn(
                #","maskType":"IMAGE","imageBasedMask":{"maskImage":"\#(try Sample.base64(mask))"},"#
                    + #""mergeStyle":"\#(merge)""#)
            #expect(result.picture.changed(from: before, where: isBox) > 0.95)
            #expect(result.picture.changed(from: before) { !isBox($0, $1) } == 0)
            #expect(Self.isGreen(result.picture[160, 220]))
            // A mask of the user's own comes back as it was.
            #expect(try result.mask.difference(from: Raster(mask)) == 0)
            #expect(Set(result.bytes) == [0, 255])
        }
    }

    @Test(arguments: [
        ("UPPER_BODY", [220], [450, 595]), ("NO_SLEEVE_SHIRT", [220], [450, 595]),
        ("LONG_PANTS", [450, 540], [200, 595]), ("SHORT_PANTS", [400], [200, 540, 595]),
        ("FULL_BODY_OUTFIT", [220, 450, 540], []), ("SHORT_DRESS", [220, 400], [540, 595]),
        ("BOOTS", [560, 595], [200, 400]), ("SHOES", [595], [200, 450]),
    ])
    func garmentsGoWhereTheyAreWorn(
        _ garment: String, _ changed: [Int], _ kept: [Int]
    ) async throws {
        let before = try Raster(Self.person.get())
        let result = try await Self.tryOn(
            #","maskType":"GARMENT","garmentBasedMask":{"garmentClass":"\#(garment)"}"#)
        for y in changed {
            #expect(Self.isGreen(result.picture[185, y]), "\(y)")
            #expect(result.mask[185, y] == [0, 0, 0], "\(y)")
        }
        for y in kept + [80] {
            #expect(result.picture[185, y] == before[185, y], "\(y)")
            #expect(result.mask[185, y] == [255, 255, 255], "\(y)")
        }
        #expect(Set(result.bytes) == [0, 255])
        let white = result.picture.changed(from: before) { result.mask[$0, $1][0] == 255 }
        #expect(white == 0)
    }

    @Test func everyGarmentClassHasARegion() throws {
        let figure = try Figure(Self.person.get().pixels())
        for garment in GarmentClass.allCases {
            let mask = try figure.mask(garment.spans(GarmentClass.Styling()))
            #expect(try mask.mean() > 1, "\(garment)")
        }
    }

    private static func area(_ mask: String) async throws -> Int {
        try await tryOn(mask).bytes.count { $0 == 0 }
    }

    @Test func shapesAndStylesChangeTheRegion() async throws {
        func garment(_ more: String) async throws -> Int {
            try await Self.area(
                #","maskType":"GARMENT","garmentBasedMask":{"garmentClass":"LONG_SLEEVE_SHIRT"\#(more)}"#
            )
        }
        let usual = try await garment("")
        #expect(try await garment(#","maskShape":"DEFAULT""#) == usual)
        let contour = try await garment(#","maskShape":"CONTOUR""#)
        let box = try await garment(#","maskShape":"BOUNDING_BOX""#)
        #expect(contour < usual)
        #expect(contour < box)
        func styled(_ style: String) async throws -> Int {
            try await garment(#","maskShape":"CONTOUR","garmentStyling":{\#(style)}"#)
        }
        #expect(try await styled(#""outerLayerStyle":"CLOSED""#) == contour)
        #expect(try await styled(#""outerLayerStyle":"OPEN""#) < contour)
        #expect(try await styled(#""longSleeveStyle":"SLEEVE_UP""#) < contour)
        #expect(try await styled(#""tuckingStyle":"TUCKED""#) < contour)
    }

    @Test func promptsNameWhatIsReplaced() async throws {
        func prompt(_ more: String) -> String {
            #","maskType":"PROMPT","promptBasedMask":{"maskPrompt":"the blue shirt"\#(more)}"#
        }
        let before = try Raster(Self.person.get())
        let result = try await Self.tryOn(prompt(#","maskShape":"CONTOUR""#))
        #expect(Self.isGreen(result.picture[160, 220]))
        #expect(result.picture[185, 450] == before[185, 450])
        let box = try await Self.area(prompt(#","maskShape":"BOUNDING_BOX""#))
        #expect(try await Self.area(prompt("")) == box)
    }

    @Test func facesAndHandsCanBeKept() async throws {
        let all = try Sample.base64(Sample.blackMask(Self.size) { _, _ in true })
        func mask(_ exclusions: String) -> String {
            #","maskType":"IMAGE","imageBasedMask":{"maskImage":"\#(all)"},"#
                + #""maskExclusions":{\#(exclusions)}"#
        }
        let before = try Raster(Self.person.get())
        let none = try await Self.tryOn(mask(#""preserveFace":"OFF","preserveHands":"DEFAULT""#))
        #expect(Set(none.bytes) == [0])
        let face = try await Self.tryOn(mask(#""preserveFace":"ON""#))
        #expect(face.picture[160, 80] == before[160, 80])
        #expect(face.mask[160, 80] == [255, 255, 255])
        #expect(face.mask[226, 335] == [0, 0, 0])
        let hands = try await Self.tryOn(mask(#""preserveHands":"ON""#))
        #expect(hands.picture[226, 335] == before[226, 335])
        #expect(hands.mask[160, 80] == [0, 0, 0])
        let pose = try await Self.tryOn(mask(#""preserveBodyPose":"ON""#))
        #expect(pose.mask[20, 20] == [255, 255, 255])
        #expect(pose.mask[160, 220] == [0, 0, 0])
    }

    @Test func severalDifferAndTheMaskComesOnlyWhenAsked() async throws {
        let answer = try await Nova.answer(
            "VIRTUAL_TRY_ON",
            try Self.encoded.get()
                + #","maskType":"GARMENT","garmentBasedMask":{"garmentClass":"FULL_BODY"}"#,
            #""numberOfImages":3"#
        ).answer
        #expect(Set(answer.images ?? []).count == 3)
        #expect(answer.maskImage == nil)
    }
}
