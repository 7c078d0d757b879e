import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowVerbs
import Testing

/// Each verb that works on this machine, against pictures that are known to the pixel.
struct FreeVerbTests {
    /// 40x20: left half red, right half blue; `wide.png`, and with half of it clear, `cut.png`.
    private static let desk = Result {
        func half(_ alpha: UInt8) throws -> Image {
            let bytes = (0..<20).flatMap { _ in
                (0..<40).flatMap { x -> [UInt8] in
                    x < 20 ? [255, 0, 0, 255] : [0, 0, 255, alpha]
                }
            }
            let image = try Image.fromRGBA(bytes, PixelSize(40, 20))
            let flat = alpha == 255 ? try image.flattened(on: .white) : image
            return try Image(encoded: flat.encoded(as: .png))
        }
        func solid(_ color: Color, _ size: PixelSize, as format: ImageFormat = .png) throws -> Image
        {
            try Image(
                encoded: Image.solid(size, color).encoded(as: format, EncodingOptions(quality: 100))
            )
        }
        return Desk(pictures: [
            "wide.png": try half(255), "cut.png": try half(0),
            "green.png": try solid(Color(0, 255, 0), PixelSize(10, 10)),
            "grey.jpg": try solid(Color(128, 128, 128), PixelSize(40, 20), as: .jpeg),
            "mask.png": try solid(.white, PixelSize(40, 20)),
        ])
    }

    /// Runs a program of free verbs and gives the picture that is saved last.
    private func made(_ program: String) throws -> Image {
        let desk = try Self.desk.get()
        let (plan, diagnostics) = desk.plan(program + " | save \"out.png\"")
        let errors = diagnostics.filter { $0.severity == .error }.map { "\($0.code) \($0.message)" }
        let nodes = try #require(plan, "\(errors)").nodes
        var pictures: [PlanNode.ID: Image] = [:]
        for node in nodes {
            let inputs = node.inputs.compactMap { pictures[$0] }
            switch node.action {
            case .load(let path): pictures[node.id] = desk.pictures[path]
            case .free(let operation as any GatheringOperation):
                pictures[node.id] = try operation.apply(to: inputs.map { .image($0) })
            case .free(let operation):
                let work = try #require(operation as? any LocalOperation)
                let image = try work.apply(to: inputs)
                if case .exact(let size) = node.forecast.size {
                    #expect(size == image.facts.size, "\(operation)")
                }
                #expect(node.forecast.hasAlpha == image.facts.hasAlpha, "\(operation)")
                #expect(node.forecast.format == image.facts.format, "\(operation)")
                pictures[node.id] = image
            case .save: return try #require(inputs.first)
            default: Issue.record("\(node.action)")
            }
        }
        throw MissingPicture()
    }

    private struct MissingPicture: Error {}

    struct Case: CustomTestStringConvertible {
        var stages: String
        var size: PixelSize
        /// Colors at places, red, green, blue and alpha.
        var pixels: [(x: Int, y: Int, rgba: [UInt8])]
        var testDescription: String { stages }

        init(
            _ stages: String, _ width: Int, _ height: Int,
            _ pixels: (Int, Int, [UInt8])...
        ) {
            self.stages = stages
            size = PixelSize(width, height)
            self.pixels = pixels.map { ($0.0, $0.1, $0.2) }
        }
    }

    private static let red: [UInt8] = [255, 0, 0, 255]
    private static let blue: [UInt8] = [0, 0, 255, 255]
    private static let green: [UInt8] = [0, 255, 0, 255]
    private static let white: [UInt8] = [255, 255, 255, 255]
    private static let black: [UInt8] = [0, 0, 0, 255]
    private static let clear: [UInt8] = [0, 0, 0, 0]

    static let cases: [Case] = [
        Case("crop 1:1", 20, 20, (2, 2, red), (17, 2, blue)),
        Case("crop 1:1 at:left", 20, 20, (17, 2, red)),
        Case("crop 1:1 at:right", 20, 20, (2, 2, blue)),
        Case("crop 10x4 at:top-left", 10, 4, (9, 3, red)),
        Case("crop width:50% height:25% at:[50%, 0]", 20, 5, (0, 0, blue)),
        Case("crop height:4", 40, 4, (0, 0, red), (39, 3, blue)),
        Case("pad 5", 50, 30, (0, 0, white), (6, 6, red), (44, 6, blue), (45, 6, white)),
        Case("pad 10% color:\"#00ff00\"", 48, 28, (3, 3, green), (4, 4, red)),
        Case("pad 1:1", 40, 40, (0, 9, white), (0, 10, red), (0, 30, white)),
        Case("pad 60x20 at:right color:transparent", 60, 20, (0, 0, clear), (20, 0, red)),
        Case("pad 60x20 at:[0, 0]", 60, 20, (0, 0, red), (40, 0, white)),
        Case("rotate 90", 20, 40, (0, 0, red), (0, 39, blue)),
        Case("rotate -90", 20, 40, (0, 0, blue), (0, 39, red)),
        Case("rotate 180", 40, 20, (0, 0, blue), (39, 0, red)),
        Case("rotate 360", 40, 20, (0, 0, red), (39, 0, blue)),
        Case("flip", 40, 20, (0, 0, blue), (39, 0, red)),
        Case("flip vertical", 40, 20, (0, 0, red), (39, 19, blue)),
        Case("resize 20", 20, 10, (2, 2, red), (17, 2, blue)),
        Case("resize to:10x10 fit:fill", 10, 10, (1, 1, red), (8, 8, blue)),
        Case("resize to:10x10 fit:cover", 10, 10, (1, 1, red), (8, 8, blue)),
        Case("resize like:\"green.png\"", 10, 5, (1, 1, red), (8, 3, blue)),
        Case("resize like:\"green.png\" fit:cover", 10, 10, (1, 1, red)),
        Case("invert", 40, 20, (0, 0, [0, 255, 255, 255]), (39, 0, [255, 255, 0, 255])),
        Case("overlay \"green.png\" at:top-left", 40, 20, (9, 9, green), (10, 9, red)),
        Case(
            "overlay \"green.png\" at:bottom-right margin:2", 40, 20, (37, 17, green),
            (38, 17, blue), (28, 8, green), (27, 8, blue)),
        Case("overlay \"green.png\" at:[35, 15]", 40, 20, (39, 19, green), (34, 19, blue)),
        Case("overlay \"green.png\" at:[-5, -5]", 40, 20, (0, 0, green), (5, 5, red)),
        Case("overlay \"green.png\" at:[80, 80]", 40, 20, (39, 19, blue)),
        Case("overlay \"green.png\" at:left size:50%", 40, 20, (19, 10, green), (20, 10, blue)),
        Case("overlay \"green.png\" at:top-left opacity:0.5", 40, 20, (5, 5, [128, 128, 0, 255])),
        Case("blend \"green.png\" mode:multiply opacity:1", 40, 20, (5, 5, black), (35, 5, black)),
        Case("blend \"green.png\" mode:screen opacity:1", 40, 20, (5, 5, [255, 255, 0, 255])),
        Case("blend \"green.png\" mode:difference opacity:1", 40, 20, (5, 5, [255, 255, 0, 255])),
        Case("blend \"green.png\"", 40, 20, (5, 5, [128, 128, 0, 255])),
        Case("blend \"green.png\" opacity:0", 40, 20, (5, 5, red)),
        Case("select rect:[0, 0, 50%, 100%]", 40, 20, (19, 5, white), (20, 5, black)),
        Case("select rect:[0, 0, 50%, 100%] invert:true", 40, 20, (19, 5, black), (20, 5, white)),
        Case(
            "select ellipse:[0, 0, 40, 20]", 40, 20, (20, 10, white), (0, 0, black), (39, 19, black)
        ),
        Case("select polygon:[0, 0, 40, 0, 0, 20]", 40, 20, (5, 5, white), (35, 15, black)),
        Case(
            "select polygon:[0%, 0%, 100%, 0%, 100%, 100%, 0%, 100%]", 40, 20, (0, 0, white),
            (39, 19, white)),
        Case("select color:\"#ff0000\"", 40, 20, (5, 5, white), (35, 5, black)),
        Case("select color:\"#f01010\" tolerance:30", 40, 20, (5, 5, white), (35, 5, black)),
        Case("select luma:[0, 40%]", 40, 20, (5, 5, black), (35, 5, white)),
        Case("select luma:40%", 40, 20, (5, 5, white), (35, 5, black)),
        Case("select from:\"mask.png\"", 40, 20, (5, 5, white)),
        Case(
            "select rect:[10, 5, 10, 10] | grow 3", 40, 20, (7, 2, white), (6, 2, black),
            (22, 17, white)),
        Case("select rect:[10, 5, 10, 10] | shrink 3", 40, 20, (12, 7, black), (13, 8, white)),
        Case(
            "select rect:[0, 0, 20, 20] | union (select rect:[20, 0, 5, 20])", 40, 20,
            (24, 0, white), (25, 0, black)),
        Case(
            "select rect:[0, 0, 20, 20] | intersect (select rect:[10, 0, 20, 20])", 40, 20,
            (9, 0, black), (10, 0, white), (20, 0, black)),
        Case(
            "select rect:[0, 0, 20, 20] | minus (select rect:[10, 0, 20, 20])", 40, 20,
            (9, 0, white), (10, 0, black)),
        Case("select rect:[0, 0, 20, 20] | invert", 40, 20, (0, 0, black), (39, 0, white)),
        // On a mask it selects on the picture of the mask.
        Case(
            "select rect:[0, 0, 40, 10] | intersect (select color:\"#0000ff\")", 40, 20,
            (30, 5, white), (5, 5, black), (30, 15, black)),
    ]

    @Test(arguments: cases)
    func aStageMakesWhatItSays(_ expected: Case) throws {
        let image = try made("load \"wide.png\" | \(expected.stages)")
        #expect(image.facts.size == expected.size)
        for pixel in expected.pixels { try check(image, pixel) }
    }

    private func check(_ image: Image, _ pixel: (x: Int, y: Int, rgba: [UInt8])) throws {
        let place = try image.cropped(x: pixel.x, y: pixel.y, width: 1, height: 1).rgba()
        let isNear =
            pixel.rgba[3] == 0
            ? place[3] == 0
            : zip(place, pixel.rgba).allSatisfy { abs(Int($0) - Int($1)) <= 3 }
        #expect(isNear, "\(place) at \(pixel.x),\(pixel.y), expected \(pixel.rgba)")
    }

    @Test func whatIsTransparentIsTakenAsSuch() throws {
        let below = try made("load \"cut.png\" | overlay \"green.png\" under:true")
        try check(below, (5, 5, Self.red))
        try check(below, (35, 5, Self.green))
        let flat = try made("load \"cut.png\" | flatten \"#00ff00\"")
        #expect(!flat.facts.hasAlpha)
        try check(flat, (35, 5, Self.green))
        let mask = try made("load \"cut.png\" | select alpha")
        try check(mask, (5, 5, Self.white))
        try check(mask, (35, 5, Self.black))
        let inverted = try made("load \"cut.png\" | invert")
        try check(inverted, (5, 5, [0, 255, 255, 255]))
        try check(inverted, (35, 5, Self.clear))
    }

    @Test func aCanvasIsOneColor() throws {
        let image = try made("canvas 30x10 color:\"#00ff00\"")
        #expect(image.facts == ImageFacts(size: PixelSize(30, 10), format: .png, hasAlpha: false))
        try check(image, (29, 9, Self.green))
        #expect(try made("canvas 3x3 color:transparent").facts.hasAlpha)
    }

    @Test func anyAngleOpensCornersInTheirColor() throws {
        let image = try made("load \"wide.png\" | rotate 45 color:\"#00ff00\"")
        // The diagonal of 40x20 and a pixel or two that the library adds.
        #expect(abs(image.facts.size.width - 42) <= 2 && abs(image.facts.size.height - 42) <= 2)
        try check(image, (1, 1, Self.green))
        #expect(try made("load \"wide.png\" | rotate 10").facts.hasAlpha)
        // A JPEG becomes a PNG where it has to be transparent.
        #expect(try made("load \"grey.jpg\" | rotate 10").facts.format == .png)
        #expect(try made("load \"grey.jpg\" | rotate 90").facts.format == .jpeg)
    }

    @Test func aBlurMixesNeighbors() throws {
        let image = try made("load \"wide.png\" | blur 4")
        try check(image, (0, 10, Self.red))
        let middle = try image.cropped(x: 20, y: 10, width: 1, height: 1).rgba()
        #expect((90...165).contains(middle[0]) && (90...165).contains(middle[2]))
    }

    @Test func aFeatherIsSoftOnBothSides() throws {
        let image = try made("load \"wide.png\" | select rect:[0, 0, 20, 20] | feather 8")
        let row = try image.cropped(x: 0, y: 10, width: 40, height: 1).rgba()
        let brightness = stride(from: 0, to: row.count, by: 4).map { Int(row[$0]) }
        #expect(brightness[0] > 250 && brightness[39] < 5)
        #expect(brightness == brightness.sorted(by: >))
        #expect((100...155).contains(brightness[20]))
    }

    @Test func wordsAreReallyDrawn() throws {
        let plain = try made("canvas 200x60 color:\"#ffffff\"")
        let image = try made(
            "canvas 200x60 color:\"#ffffff\" | label \"Wide words\" at:center size:20 color:\"#ff0000\" background:transparent"
        )
        #expect(try image.rgba() != plain.rgba())
        let bytes = try image.rgba()
        let ink = stride(from: 0, to: bytes.count, by: 4).filter { bytes[$0 + 1] < 128 }
        #expect(ink.count > 150)
        let columns = Set(ink.map { $0 / 4 % 200 })
        // In the middle, and nowhere near the edges.
        #expect((columns.min() ?? 0) > 20 && (columns.max() ?? 200) < 180)
        // A long line is broken, one long word made smaller: nothing is cut off.
        let long = try made(
            "canvas 120x60 color:\"#ffffff\" | label \"Donaudampfschifffahrtsgesellschaft\" size:24 color:\"#ff0000\" background:transparent margin:4"
        )
        let row = try long.cropped(x: 119, y: 0, width: 1, height: 60).rgba()
        #expect(stride(from: 0, to: row.count, by: 4).allSatisfy { row[$0 + 1] > 250 })
    }

    @Test func aSheetHasRowsAndColumns() throws {
        let image = try made(
            "load [\"wide.png\", \"green.png\", \"mask.png\"] | sheet columns:2 cell:40 gap:10 label:none"
        )
        #expect(image.facts.size == PixelSize(110, 110))
        // 40x20 in the middle of its cell; smaller pictures keep their size.
        try check(image, (12, 31, Self.red))
        try check(image, (12, 12, Self.white))
        try check(image, (80, 30, Self.green))
        try check(image, (70, 30, Self.white))
        let labeled = try made("load [\"wide.png\", \"green.png\"] | sheet cell:60 title:\"Two\"")
        #expect(labeled.facts.size.height > 60 + 24)
    }

    @Test func aSweepMakesTheGrid() throws {
        let desk = try Self.desk.get()
        let (plan, _) = desk.plan(
            "load \"wide.png\" | resize width:[10, 20] | pad [1, 2, 3] | sheet | save \"out.png\"")
        let sheet = try #require(
            plan?.nodes.first { $0.origin.verb == "sheet" && $0.inputs.count > 1 })
        guard case .free(let operation) = sheet.action,
            let texts = (operation as? any TextOperation)?.texts
        else {
            Issue.record("no sheet")
            return
        }
        #expect(
            texts.compactMap(\.known) == ["10, 1", "10, 2", "10, 3", "20, 1", "20, 2", "20, 3"])
        #expect("\(operation)".hasPrefix("sheet 3 "))
    }

    @Test func manyPicturesMakePages() throws {
        let desk = try Self.desk.get()
        let (plan, _) = desk.plan(
            "load \"*.png\" | sheet columns:2 rows:1 cell:40 | save \"sheet-{index}.png\"")
        #expect(plan?.targets == ["sheet-1.png", "sheet-2.png"])
    }

    @Test(arguments: [
        ("crop", "E085"), ("crop 16:9 width:50%", "E084"), ("crop 400x400", "E102"),
        ("crop 10x10 at:[35, 15]", "E102"), ("crop 10x10 at:[-1, 0]", "E102"),
        ("pad 10x10", "E103"), ("pad 5 at:left", "E083"), ("pad 65535x65535", "E087"),
        ("rotate 400", "E026"), ("blur 0", "E026"), ("select", "E101"),
        ("select alpha rect:[0, 0, 1, 1]", "E084"), ("select alpha tolerance:3", "E090"),
        ("select rect:[0, 0, 1]", "E026"), ("select alpha model:nova-canvas", "E083"),
        ("select from:\"green.png\"", "E070"), ("union (load \"green.png\")", "E070"),
        ("grow 0", "E026"), ("feather 0", "E026"), ("overlay \"none.png\"", "E050"),
        ("resize 10 like:\"green.png\"", "E084"), ("label \"\"", "E041"),
        ("sheet columns:0", "E026"),
    ])
    func aBorderIsHeld(stage: String, code: String) throws {
        let (plan, diagnostics) = try Self.desk.get().plan(
            "load \"wide.png\" | \(stage) | save \"out.png\"")
        #expect(plan == nil)
        #expect(
            diagnostics.map(\.code).contains(code),
            "\(diagnostics.map { "\($0.code) \($0.message)" })")
    }
}
