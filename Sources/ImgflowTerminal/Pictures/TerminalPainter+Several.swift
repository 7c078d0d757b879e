package import ImageFacts
package import ImgflowImages

/// Several images at once, and masks.
extension TerminalPainter {
    /// Columns of an image in a strip, with the gap to the next one; rows of the tallest.
    private static let cell = (least: 16, most: 32, gap: 2, rows: 8)

    /// How many images stand side by side in this window.
    package var imagesInRow: Int { max(1, columns() / Self.cell.least) }

    /// Small enough to be kept until the others have come.
    package func reduced(_ image: Image) throws -> Image {
        let most = PixelSize(Self.cell.most * 16, Self.cell.rows * 32)
        return try image.resized(to: image.facts.size.fitting(most)).shared()
    }

    /// A row of images, each under its caption; with line ends.
    ///
    /// - Parameter images: no more than `imagesInRow`.
    package func strip(_ images: [(image: Image, caption: String)]) throws -> String {
        if let refusal { throw PaintingFailure(why: refusal) }
        guard !images.isEmpty else { return "" }
        let means = asked()
        let unit = means.kind == .blocks ? (width: 8, height: 16) : means.cell
        let columns = min(Self.cell.most, columns() / images.count)
        let room = PixelSize(
            max(1, columns - Self.cell.gap) * unit.width, Self.cell.rows * unit.height)
        let sizes = images.map { $0.image.facts.size.fitting(room) }
        let tallest = sizes.map(\.height).max() ?? unit.height
        let rows = max(1, (tallest + unit.height - 1) / unit.height)
        let canvas = PixelSize(images.count * columns * unit.width, rows * unit.height)
        var layers: [(image: Image, x: Int, y: Int)] = []
        for (place, (size, item)) in zip(sizes, images).enumerated() {
            layers.append((try item.image.resized(to: size), place * columns * unit.width, 0))
        }
        let sheet = try Image.laidOut(layers, on: canvas, Color(0, 0, 0, alpha: 0))
        let captions = images.map { item in
            let text = item.caption.prefix(max(1, columns - 1))
            return text + String(repeating: " ", count: columns - text.count)
        }.joined()
        let drawn = try draw(sheet, width: images.count * columns, rows: rows)
        return captions.replacing(#/ +$/#, with: "") + "\n" + drawn
    }

    /// What a mask selects, in red over the image that it was made of.
    package static func overlay(of mask: Image, on base: Image) throws -> Image {
        let most = PixelSize(1_024, 1_024)
        let size = base.facts.size.fitting(most)
        let below = try base.resized(to: size).shared()
        let red = try Image.solid(size, Color(255, 0, 0)).blended(with: below, amount: 0.6)
        return try red.composited(over: below, mask: mask.resized(to: size))
    }
}

extension PixelSize {
    /// As large as it can be within another, and no larger than it is.
    fileprivate func fitting(_ room: PixelSize) -> PixelSize {
        let scale = min(
            1, Double(room.width) / Double(width), Double(room.height) / Double(height))
        return PixelSize(
            max(1, Int(Double(width) * scale)), max(1, Int(Double(height) * scale)))
    }
}
