import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `label "{stem}" at:bottom color:"#fff" background:"#000"`.
struct Label: Verb {
    let signature = Signature(
        "label", "draw text on the image", takes: .image,
        positional: Parameter(
            "text", .text(maximum: 2_000), isRequired: true, "the text, with fields in braces"),
        parameters: [
            Position.parameter("position of the text, or its top-left corner", default: .bottom),
            Parameter(
                "size", .length(4...2_000), default: "5%",
                "size of the letters: pixels, or percentage of the image's height"),
            Parameter("color", .color, default: "\"#ffffff\"", "color of the letters"),
            Paint.parameter(
                "background", default: "\"#000000\"",
                "color of the box around the text, or `transparent`"),
            Parameter("opacity", .number(0...1), default: "0.6", "opacity of the box"),
            Parameter(
                "margin", .length(0...65_535), default: "2%",
                "distance from the edges: pixels, or percentage of the image's width"),
            Parameter(
                "font", .text(maximum: 4_000), default: "\"Sans\"",
                "font family, and optionally a style; or a font file (.ttf, .otf)"),
        ],
        examples: [
            Example(
                "load \"a.png\" | label \"{stem}, {width}x{height}\" | save \"named.png\"",
                "its name and size at the bottom"),
            Example(
                "load \"a.png\" | label \"SALE\" at:center size:20% background:transparent font:\"Sans Bold\" | save \"sale.png\"",
                "one large word"),
            Example(
                "load \"a.png\" | label \"{index:03}\" font:\"brand.ttf\" | save \"numbered.png\"",
                "in the letters of a font file"),
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let template = stage.text("text") else { return [] }
        // What it says is part of what the image is: the same in every run, whatever is cached.
        let words = stage.filled(template, for: input, blind: true)
        let style = LabelOperation.Style(
            font: try plan.font(of: stage), size: stage.length("size") ?? .share(0.05),
            color: Paint.color(of: stage) ?? .white,
            background: Paint.color("background", of: stage) ?? .black,
            opacity: stage.number("opacity") ?? 0.6,
            margin: stage.length("margin") ?? .share(0.02))
        let operation = LabelOperation(
            words, style, at: Position(of: stage, default: .bottom))
        plan.warnOfLetters(in: [words], style.font, for: stage)
        if let text = words.known, let whole = input.forecast.size.size {
            do { _ = try operation.fitted(text, in: whole) } catch ImageError.tooLargeWords {
                throw .parameter(
                    .tooLargeWords(
                        span: stage["size"] == nil
                            ? stage.valueSpan("text") : stage.valueSpan("size")))
            } catch {
                // Whoever cannot draw says so when it comes to that.
            }
        }
        return [try plan.free(operation, on: input, for: stage)]
    }
}

/// Writes words on an image, in a box.
struct LabelOperation: ImageOperation, DrawnText {
    struct Style: Hashable, Sendable {
        var font: Font
        /// Of the image's height.
        var size: Length
        var color: Color
        var background: Color
        /// Of the box.
        var opacity: Double
        /// Of the image's width.
        var margin: Length
    }

    var words: PlannedText
    var style: Style
    var position: Position

    var worksInSRGB: Bool { true }

    init(_ words: PlannedText, _ style: Style, at position: Position) {
        self.words = words
        self.style = style
        self.position = position
    }

    var texts: [PlannedText] { [words] }
    var font: Font { style.font }

    func filled(with texts: [String]) -> any FreeOperation {
        var next = self
        if let text = texts.first { next.words = PlannedText(text) }
        return next
    }

    func forecast(for input: Forecast) -> Forecast { input }

    /// The size of the letters: as asked for, or where so large a word is too long for a line, about what
    /// fits there, so that nothing so large is ever drawn.
    ///
    /// - Throws: `ImageError.tooLargeWords` where all lines together are too much.
    func fitted(_ text: String, in whole: PixelSize) throws(ImageError) -> Int {
        let room = room(in: whole)
        var size = max(4, style.size.pixels(of: whole.height))
        // Once more: smaller letters break into other lines.
        for _ in 0..<2 {
            let outline = try Image.outline(of: text, font: style.font, size: size, width: room)
            guard let outline else { return size }
            if outline.width > room, size > 4 {
                size = max(4, size * room / outline.width)
                continue
            }
            try Image.check(outline)
            return size
        }
        return size
    }

    private func padding(_ size: Int) -> Int {
        style.background.alpha == 0 ? 0 : max(2, size * 2 / 5)
    }

    /// Of a line.
    private func room(in whole: PixelSize) -> Int {
        let margin = style.margin.pixels(of: whole.width)
        let size = max(4, style.size.pixels(of: whole.height))
        return max(1, whole.width - 2 * (margin + padding(size)))
    }

    func apply(to image: Image) throws -> Image {
        let text = words.known ?? ""
        guard text.contains(where: { !$0.isWhitespace }) else { return image }
        let whole = image.facts.size
        let margin = style.margin.pixels(of: whole.width)
        let size = try fitted(text, in: whole)
        let padding = padding(size)
        let room = room(in: whole)
        func drawn(_ size: Int) throws -> Image {
            try Image.words(text, font: style.font, size: size, color: style.color, width: room)
        }
        var ink = try drawn(size)
        // A word that is too long for a line makes all letters smaller.
        if ink.facts.size.width > room {
            ink = try drawn(max(4, size * room / ink.facts.size.width))
        }
        var box = ink
        if padding > 0 {
            let frame = PixelSize(
                ink.facts.size.width + 2 * padding, ink.facts.size.height + 2 * padding)
            var color = style.background
            color.alpha = UInt8((255 * style.opacity).rounded())
            box = try Image.solid(frame, color).laid(with: ink, x: padding, y: padding)
        }
        let place = position.place(of: box.facts.size, in: whole, margin: margin)
        return try image.laid(with: box, x: place.x, y: place.y)
    }
}

extension LabelOperation: CustomStringConvertible {
    var description: String {
        "label \(words) at \(position) \(style.font) \(style.size) \(style.color.words) \(style.background.words) \(style.opacity) \(style.margin)"
    }
}
