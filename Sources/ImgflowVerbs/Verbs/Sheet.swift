import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `sheet columns:4 label:"{stem}"`: all the images of the stream on one.
struct Sheet: StreamVerb {
    let signature = Signature(
        "sheet", "arrange all images on one sheet, in rows and columns", takes: .image,
        parameters: [
            Parameter(
                "columns", .integer(1...100),
                "images per row (default: from the sweep, or a square)"),
            Parameter("rows", .integer(1...100), "rows per page; the rest moves to further pages"),
            Parameter(
                "cell", .either([.length(8...8_192), .size(side: 8...8_192)]), default: "256",
                "box of each image, in pixels"),
            Parameter(
                "label", .either([.text(maximum: 2_000), .word(["none"])]),
                "text below each image, with fields in braces (default: the swept values, or the name)"
            ),
            Parameter(
                "labels", .list(of: .text(maximum: 2_000), count: 1...10_000),
                "one label per image in order, instead of `label`"),
            Parameter("title", .text(maximum: 2_000), "text above all images"),
            Parameter("gap", .pixels(0...500), default: "12", "pixels between cells"),
            Parameter("size", .pixels(6...400), default: "14", "size of the letters, in pixels"),
            Parameter("color", .color, default: "\"#202020\"", "color of the letters"),
            Paint.parameter("background", default: "\"#ffffff\"", "color of the sheet"),
            Parameter(
                "font", .text(maximum: 4_000), default: "\"Sans\"",
                "font family, and optionally a style; or a font file (.ttf, .otf)"),
        ],
        examples: [
            Example(
                "load \"*.png\" | sheet columns:3 label:\"{name}\" title:\"All of them\" | save \"sheet.png\"",
                "every PNG here on one page"),
            Example(
                "generate \"a cat\" style:[anime, line-art] seed:1..3 | sheet | save \"cats.png\"",
                "two rows of three, each with its style and seed"),
        ])

    func plan(
        _ stages: [StageContext], in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let stage = stages.first else { return [] }
        let font = try plan.font(of: stage)
        let box = box(of: stage)
        let columns = stage.integer("columns") ?? columns(of: stages)
        let rows = stage.integer("rows") ?? (stages.count + columns - 1) / columns
        let style = SheetOperation.Style(
            font: font, size: stage.integer("size") ?? 14,
            color: Paint.color(of: stage) ?? Color(32, 32, 32),
            background: Paint.color("background", of: stage) ?? .white,
            gap: stage.integer("gap") ?? 12)
        let names = namesInOrder(of: stages)
        let labels = try labels(of: stages, names)
        var pages: [PlannedImage] = []
        for start in stride(from: 0, to: stages.count, by: columns * rows) {
            let part = Array(stages[start..<min(stages.count, start + columns * rows)])
            var cells: [PlannedImage] = []
            var shown: [PlannedText] = []
            for (offset, each) in part.enumerated() {
                guard let image = each.input else { continue }
                shown.append(labels[start + offset])
                cells.append(plan.apply(CellOperation(box), to: image, for: each))
            }
            let title = stage.text("title").map {
                stage.filled($0, for: stage.input, blind: true)
            }
            let operation = SheetOperation(
                columns: min(columns, part.count), box: box, labels: shown,
                all: .init(columns: columns, labels: labels),
                hasLabels: stage.word("label") != "none", title: title, style: style,
                isOpen: cells.contains { !plan.isSureToCome($0, for: stage) })
            try plan.check(operation.size(of: cells.count), at: stage.verbSpan)
            plan.warnOfLetters(in: operation.drawn, font, for: stage)
            var page = plan.gather(cells, by: operation, for: stage)
            page.forecast.provenance = Provenance(
                stem: "sheet", index: pages.count + 1, verbs: [])
            pages.append(page)
        }
        return pages
    }

    private func box(of stage: StageContext) -> PixelSize {
        switch stage["cell"]?.value {
        case .size(let width, let height)?: PixelSize(width, height)
        case .pixels(let side)?, .integer(let side)?: PixelSize(side, side)
        default: PixelSize(256, 256)
        }
    }

    /// What varies fastest in a grid is a row; else about a square.
    private func columns(of stages: [StageContext]) -> Int {
        let square = Int(Double(stages.count).squareRoot().rounded(.up))
        guard stages.count > 1, let first = stages.first else { return max(1, square) }
        let fastest = first.swept.keys.filter { stages[1].swept[$0] != first.swept[$0] }
        let varying = first.swept.keys.filter { name in
            stages.contains { $0.swept[name] != first.swept[name] }
        }
        guard varying.count > 1, let name = fastest.first,
            let period = stages.indices.dropFirst().first(where: {
                stages[$0].swept[name] == first.swept[name]
            }), stages.count % period == 0
        else { return max(1, square) }
        return period
    }

    /// What was swept, the slowest first.
    private func namesInOrder(of stages: [StageContext]) -> [String] {
        let changes = (stages.first?.swept.keys.sorted() ?? []).map { name in
            let count = zip(stages, stages.dropFirst()).count { $0.swept[name] != $1.swept[name] }
            return (name: name, count: count)
        }
        return changes.sorted { ($0.count, $0.name) < ($1.count, $1.name) }.map(\.name)
    }

    /// One for each image of the stream.
    private func labels(
        of stages: [StageContext], _ names: [String]
    ) throws(PlanProblem) -> [PlannedText] {
        guard let stage = stages.first, case .list(let items)? = stage["labels"]?.value else {
            return stages.enumerated().map { offset, each in
                label(of: each, names, at: offset + 1)
            }
        }
        if stage["label"] != nil {
            throw .parameter(
                .together(
                    ["labels", "label"], span: stage.span("label"), other: stage.span("labels")))
        }
        guard items.count >= stages.count else {
            throw .parameter(
                .needs(
                    "labels", needed: "labels",
                    why: "has \(Count(items.count, "label")) for \(Count(stages.count, "image"))",
                    fix: "write one label per image", span: stage.span("labels")))
        }
        return zip(stages, items).map { each, item in
            guard case .text(let template) = item.value else { return PlannedText("") }
            return each.filled(template, for: each.input, blind: true)
        }
    }

    private func label(
        of stage: StageContext, _ names: [String], at place: Int
    ) -> PlannedText {
        if let template = stage.text("label") {
            return stage.filled(template, for: stage.input, blind: true)
        }
        if !stage.swept.isEmpty {
            let values = names.compactMap { stage.swept[$0] }.map { value in
                value.label ?? value.parts.compactMap(\.text).joined()
            }
            return PlannedText(values.joined(separator: ", "))
        }
        let origin = stage.input?.forecast.provenance
        return PlannedText(origin?.stem ?? "\(place)")
    }
}

/// An image made small enough for its cell, its pixels at hand: the large one can go.
struct CellOperation: ImageOperation {
    var box: PixelSize

    init(_ box: PixelSize) { self.box = box }

    private func scale(for size: PixelSize) -> ResizeOperation {
        // Small images stay as they are.
        let fits = size.width <= box.width && size.height <= box.height
        return ResizeOperation(fits ? .share(1) : .box(box, .contain))
    }

    func forecast(for input: Forecast) -> Forecast {
        input.with(size: input.size.map { scale(for: $0).largest(from: $0) })
    }

    func apply(to image: Image) throws -> Image {
        try scale(for: image.facts.size).apply(to: image).shared()
    }
}

extension CellOperation: CustomStringConvertible {
    var description: String { "cell \(box)" }
}
