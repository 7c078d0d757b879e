import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowVerbs
import Testing

/// What the planner says of an operation is what the operation does.
struct OperationTests {
    private static let sizes = [
        (1, 1), (1, 7), (7, 1), (2, 3), (3, 2), (33, 100), (100, 33), (160, 107), (1, 300),
    ]

    private static let measures: [ResizeOperation.Measure] =
        [
            .longSide(1), .longSide(100), .width(50), .height(50), .share(0.01), .share(0.5),
            .share(3),
        ]
        + [PixelSize(30, 30), PixelSize(1, 60), PixelSize(60, 1), PixelSize(64, 48)].flatMap {
            box in
            ResizeOperation.Fill.allCases.map { .box(box, $0) }
        }

    private func check(_ operation: any ImageOperation, _ image: Image) throws {
        let forecast = operation.forecast(
            for: Forecast(
                size: .exact(image.facts.size), format: image.facts.format,
                hasAlpha: image.facts.hasAlpha, provenance: Provenance()))
        let result = try operation.apply(to: image)
        #expect(forecast.size == .exact(result.facts.size), "\(operation) of \(image.facts.size)")
        #expect(forecast.format == result.facts.format, "\(operation)")
        // GIF has one transparent color or none: which, only its encoder knows.
        if result.facts.format != .gif {
            #expect(forecast.hasAlpha == result.facts.hasAlpha, "\(operation)")
        }
        // The bytes are what the facts say.
        let read = try ImageHeader.read(result.encoded(as: result.facts.format))
        #expect(read.size == result.facts.size && read.format == result.facts.format)
    }

    @Test(arguments: sizes)
    func aResizeGivesWhatWasForecast(width: Int, height: Int) throws {
        let images = [
            try Picture.gradient(width, height), try Picture.gradient(width, height, alpha: 128),
            try Picture.gradient(width, height, as: .jpeg),
        ]
        for measure in Self.measures {
            for image in images { try check(ResizeOperation(measure), image) }
        }
    }

    @Test(arguments: sizes)
    func aCropGivesWhatWasForecast(width: Int, height: Int) throws {
        let image = try Picture.gradient(width, height)
        for shape in [
            Ratio(1, 1), Ratio(4, 3), Ratio(3, 4), Ratio(16, 9), Ratio(1, 1_000), Ratio(1_000, 1),
        ] {
            try check(CropToShapeOperation(shape), image)
        }
    }

    @Test(arguments: [ImageFormat.png, .jpeg, .webp, .tiff, .gif, .avif])
    func aConversionGivesWhatWasForecast(format: ImageFormat) throws {
        for quality in [nil, 50] {
            let operation = ConvertOperation(format, quality: quality)
            try check(operation, Picture.gradient(64, 40))
            try check(operation, Picture.gradient(64, 40, as: .jpeg))
            try check(operation, Picture.gradient(64, 40, alpha: 128))
        }
        try check(ConvertOperation(format), Picture.gradient(1, 1))
    }

    @Test func aResizeKeepsThePicture() throws {
        let image = try Picture.gradient(160, 120)
        let small = try ResizeOperation(.share(0.5)).apply(to: image)
        for (x, y) in [(0, 0), (79, 0), (0, 59), (79, 59), (40, 30), (13, 50)] {
            let expected = [255 * x / 79, 255 * y / 59, 96, 255]
            #expect(isNear(try Picture.pixel(small, x, y), expected, within: 4), "\(x),\(y)")
        }
    }

    @Test func aBoxIsFilledCoveredOrKeptWithin() throws {
        let image = try Picture.gradient(200, 100)
        func corner(_ fill: ResizeOperation.Fill) throws -> (PixelSize, [Int], [Int]) {
            let result = try ResizeOperation(.box(PixelSize(50, 50), fill)).apply(to: image)
            let size = result.facts.size
            return (
                size, try Picture.pixel(result, 0, 0),
                try Picture.pixel(result, size.width - 1, size.height - 1)
            )
        }
        // The middle half is left where the box is covered.
        let cover = try corner(.cover)
        #expect(cover.0 == PixelSize(50, 50))
        #expect(isNear(cover.1, [64, 0, 96, 255], within: 6), "\(cover)")
        #expect(isNear(cover.2, [191, 255, 96, 255], within: 6), "\(cover)")
        let fill = try corner(.fill)
        #expect(fill.0 == PixelSize(50, 50))
        #expect(
            isNear(fill.1, [0, 0, 96, 255], within: 6)
                && isNear(fill.2, [255, 255, 96, 255], within: 6))
        #expect(try corner(.contain).0 == PixelSize(50, 25))
    }

    @Test func aCropTakesTheMiddleAndChangesNoPixel() throws {
        let image = try Picture.gradient(101, 51)
        let square = try CropToShapeOperation(Ratio(1, 1)).apply(to: image)
        #expect(square.facts.size == PixelSize(51, 51))
        for (x, y) in [(0, 0), (50, 50), (20, 7)] {
            #expect(try Picture.pixel(square, x, y) == Picture.pixel(image, x + 25, y))
        }
        let wide = try CropToShapeOperation(Ratio(101, 11)).apply(to: image)
        #expect(wide.facts.size == PixelSize(101, 11))
        #expect(try Picture.pixel(wide, 100, 0) == Picture.pixel(image, 100, 20))
    }

    @Test func whatIsAskedForAlreadyIsLeftAlone() throws {
        let image = try Picture.gradient(40, 30)
        for operation in [
            ResizeOperation(.share(1)), ResizeOperation(.longSide(40)),
            ResizeOperation(.box(PixelSize(40, 30), .cover)),
        ] as [any ImageOperation] + [CropToShapeOperation(Ratio(4, 3)), ConvertOperation(.png)] {
            #expect(try operation.apply(to: image).encoded == image.encoded, "\(operation)")
        }
    }

    @Test func theBackgroundShowsWhereAJPEGCannotBeTransparent() throws {
        let clear = try Picture.gradient(16, 16, alpha: 0)
        let red = try ConvertOperation(.jpeg, background: Color(200, 10, 30)).apply(to: clear)
        #expect(isNear(try Picture.pixel(red, 8, 8), [200, 10, 30, 255], within: 6))
        let white = try ConvertOperation(.jpeg).apply(to: clear)
        #expect(isNear(try Picture.pixel(white, 8, 8), [255, 255, 255, 255], within: 3))
        let kept = try ConvertOperation(.webp, background: Color(200, 10, 30)).apply(to: clear)
        #expect(try Picture.pixel(kept, 8, 8)[3] == 0)
    }

    /// Descriptions stand for results in the keys of answers.
    @Test func differentWorkHasDifferentDescriptions() {
        let words =
            Self.measures.map { "\(ResizeOperation($0))" }
            + [Ratio(1, 1), Ratio(4, 3)].map { "\(CropToShapeOperation($0))" }
            + [ImageFormat.png, .jpeg].flatMap { format in
                [nil, 50, 90].map { "\(ConvertOperation(format, quality: $0))" }
            } + ["\(ConvertOperation(.jpeg, background: .black))"]
        #expect(Set(words).count == words.count)
    }
}
