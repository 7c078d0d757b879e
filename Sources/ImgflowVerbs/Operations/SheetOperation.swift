import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// Images in rows and columns, each with its words below; what failed has a cell that says so.
struct SheetOperation: GatheringOperation, DrawnText {
    struct Style: Hashable, Sendable {
        var font: Font
        /// Pixels of the letters.
        var size: Int
        var color: Color
        var background: Color
        /// Pixels between two cells, and around them all.
        var gap: Int

        /// Two lines and a little air.
        var captionHeight: Int { size * 2 + size / 2 }
        var titleSize: Int { size * 2 }
        var titleHeight: Int { size * 3 }
    }

    /// What a recipe has to say, since it knows neither sweeps nor where an image comes from.
    struct Whole: Sendable {
        var columns: Int
        var labels: [PlannedText]
    }

    var columns: Int
    var box: PixelSize
    var labels: [PlannedText]
    /// Of all pages together.
    var all: Whole
    var hasLabels: Bool
    var title: PlannedText?
    var style: Style
    /// Only the run decides how many come.
    var isOpen = false

    var font: Font { style.font }

    /// Without labels that nobody sees.
    var drawn: [PlannedText] { (hasLabels ? labels : []) + (title.map { [$0] } ?? []) }

    var texts: [PlannedText] { labels + (title.map { [$0] } ?? []) }

    var recipeArguments: [(name: String, value: MadeStage.Value?)] {
        let labels = MadeStage.Value.list(all.labels.map { (nil, .text($0)) })
        return [
            ("columns", .written("\(all.columns)")),
            hasLabels ? ("label", nil) : ("label", .written("none")),
            ("labels", hasLabels ? labels : nil),
        ]
    }

    func filled(with texts: [String]) -> any FreeOperation {
        var next = self
        next.labels = texts.prefix(labels.count).map { PlannedText($0) }
        next.title = title == nil ? nil : texts.last.map { PlannedText($0) }
        return next
    }

    func forecast(for inputs: [Forecast]) -> Forecast {
        Forecast(
            size: isOpen ? .about(size(of: labels.count)) : .exact(size(of: labels.count)),
            format: .png,
            hasAlpha: style.background.alpha < 255, provenance: Provenance())
    }

    /// Of a sheet of so many images.
    func size(of count: Int) -> PixelSize {
        let columns = min(self.columns, max(1, count))
        let rows = max(1, (count + columns - 1) / columns)
        let step = step
        return PixelSize(
            columns * step.width + style.gap,
            rows * step.height + style.gap + (title == nil ? 0 : style.titleHeight))
    }

    /// From one cell to the next.
    private var step: PixelSize {
        PixelSize(
            box.width + style.gap,
            box.height + style.gap + (hasLabels ? style.captionHeight : 0))
    }

    func apply(to images: [Gathered]) throws -> Image {
        let cells = zip(images, labels).filter { image, _ in
            if case .absent = image { false } else { true }
        }
        var layers: [(image: Image, x: Int, y: Int)] = []
        let whole = size(of: cells.count)
        var top = style.gap
        if let title = title?.known {
            if let words = try words(title, style.titleSize, width: whole.width - 2 * style.gap) {
                layers.append((words, style.gap, style.gap))
            }
            top += style.titleHeight
        }
        for (index, (gathered, label)) in cells.enumerated() {
            let x = style.gap + index % columns * step.width
            let y = top + index / columns * step.height
            let picture = try picture(gathered)
            let place = Position.anchor(.center).place(of: picture.facts.size, in: box)
            layers.append((picture, x + place.x, y + place.y))
            guard hasLabels, let text = label.known,
                let words = try words(text, style.size, width: box.width)
            else { continue }
            let indent = max(0, (box.width - words.facts.size.width) / 2)
            layers.append((words, x + indent, y + box.height + style.size / 3))
        }
        return try Image.laidOut(layers, on: whole, style.background)
    }

    /// An image, or a gray box that says that there is none.
    private func picture(_ gathered: Gathered) throws -> Image {
        if case .image(let image) = gathered {
            return try CellOperation(box).apply(to: image)
        }
        let empty = try Image.solid(box, Color(128, 128, 128, alpha: 96))
        guard let words = try words("failed", style.size, width: box.width) else { return empty }
        let place = Position.anchor(.center).place(of: words.facts.size, in: box)
        return try empty.laid(with: words, x: place.x, y: place.y)
    }

    /// At most two lines' height; nil where there is nothing to write.
    private func words(_ text: String, _ size: Int, width: Int) throws -> Image? {
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        let words = try Image.words(
            text, font: style.font, size: size, color: style.color, width: width)
        let found = words.facts.size
        let kept = PixelSize(min(found.width, width), min(found.height, size * 5 / 2))
        return try words.cropped(x: 0, y: 0, width: kept.width, height: kept.height)
    }
}

extension SheetOperation: CustomStringConvertible {
    var description: String {
        "sheet \(columns) \(box) \(hasLabels) \(style.font) \(style.size) \(style.color.words) \(style.background.words) \(style.gap)\n"
            + texts.map(\.description).joined(separator: "\n")
    }
}
