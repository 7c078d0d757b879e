import ImageFacts
import ImgflowImages

/// A rectangle of pixels, half-open.
struct Box: Equatable {
    var x: Int
    var y: Int
    var width: Int
    var height: Int

    var size: PixelSize { PixelSize(width, height) }
}

/// A person, known by the rough proportions of one who stands: fractions of the figure's box, from
/// the head down.
struct Figure {
    /// A part of the figure, in fractions of its width and height.
    typealias Span = (x: ClosedRange<Double>, y: ClosedRange<Double>)

    let picture: Pixels
    /// One band of 0 and 255, the image's size.
    let silhouette: Pixels
    /// It may go on below the image's lower edge.
    let box: Box

    init(_ picture: Pixels) throws(ImageError) {
        self.picture = picture
        silhouette = try Cutout(picture).subject().stretched(to: picture.size).atLeast(128)
            .inMemory()
        var box =
            try silhouette.bounds()
            ?? Box(
                x: 0, y: 0, width: picture.size.width, height: picture.size.height)
        let isCut = box.y + box.height >= picture.size.height - picture.size.height / 50
        // A bust: the legs are not in the image.
        if isCut { box.height = max(box.height, box.width * 5 / 2) }
        self.box = box
    }

    /// 255 inside of the spans; what is below the image is left out.
    func mask(_ spans: [Span]) throws(ImageError) -> Pixels {
        var mask = try Pixels.black(picture.size)
        for span in spans {
            let left = max(0, box.x + Int(span.x.lowerBound * Double(box.width)))
            let right = min(picture.size.width, box.x + Int(span.x.upperBound * Double(box.width)))
            let top = max(0, box.y + Int(span.y.lowerBound * Double(box.height)))
            let bottom = min(
                picture.size.height, box.y + Int(span.y.upperBound * Double(box.height)))
            guard right > left, bottom > top else { continue }
            let part = try Pixels.constant([255], PixelSize(right - left, bottom - top)).eightBit()
            mask = try mask.inserting(part, x: left, y: top)
        }
        return try mask.inMemory()
    }

    /// The head: an ellipse around where it stands on the shoulders.
    func face() throws(ImageError) -> Pixels {
        let height = 0.15 * Double(box.height)
        let width = min(0.8 * height, Double(box.width))
        let middle = try headMiddle() ?? Double(box.x) + Double(box.width) / 2
        let offset = try Pixels.coordinates(picture.size).linear(
            [2 / width, 2 / height], [-2 * middle / width, -2 * Double(box.y) / height - 1])
        // 1 on the ellipse, less inside.
        return try offset.times(offset).bandMean().linear(-2, 2).linear(255, -127).atLeast(128)
            .inMemory()
    }

    /// What has the face's color at both sides, where hands of hanging arms are.
    func hands() throws(ImageError) -> Pixels {
        let lab = try picture.lab()
        let face = try face()
        guard let head = try face.bounds(), head.width > 3, head.height > 3 else {
            return try Pixels.black(picture.size)
        }
        let middle = PixelSize(max(1, head.width / 3), max(1, head.height / 3))
        let skin = try lab.cropped(x: head.x + head.width / 3, y: head.y + head.height / 2, middle)
            .means()
        let like = try lab.distance(to: skin, weights: [0.5, 1, 1]).linear(-1, 270).atLeast(256 - 2)
        let sides = try mask([(0...0.3, 0.38...0.62), (0.7...1, 0.38...0.62)])
        return try like.lower(sides).dilated(radius: max(1, box.height / 200)).inMemory()
    }

    private func headMiddle() throws(ImageError) -> Double? {
        let strip = try mask([(0...1, 0...0.1)]).lower(silhouette)
        return try strip.bounds().map { Double($0.x) + Double($0.width) / 2 }
    }
}

extension Pixels {
    /// Around all of one band that is half or more; nil where nothing is. Looked for at a quarter of
    /// a thousand pixels a side, so a pixel or two too wide in a large image.
    func bounds() throws(ImageError) -> Box? {
        let small = size.fitted(within: 256)
        let numbers = try atLeast(128).stretched(to: small).bytes()
        var columns: ClosedRange<Int>?
        var rows: ClosedRange<Int>?
        for y in 0..<small.height {
            let row = numbers[(y * small.width)..<((y + 1) * small.width)]
            guard let first = row.firstIndex(where: { $0 > 0 }),
                let last = row.lastIndex(where: { $0 > 0 })
            else { continue }
            let (left, right) = (first - row.startIndex, last - row.startIndex)
            rows = (rows?.lowerBound ?? y)...y
            columns =
                columns.map { min($0.lowerBound, left)...max($0.upperBound, right) } ?? left...right
        }
        guard let columns, let rows else { return nil }
        let x = columns.lowerBound * size.width / small.width
        let y = rows.lowerBound * size.height / small.height
        return Box(
            x: x, y: y, width: (columns.upperBound + 1) * size.width / small.width - x,
            height: (rows.upperBound + 1) * size.height / small.height - y)
    }
}
