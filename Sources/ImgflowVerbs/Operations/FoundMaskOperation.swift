import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// A mask of the boxes that a model found, each a little larger than it was drawn.
struct FoundMaskOperation: ImageOperation, TextOperation {
    enum Outline: String, CaseIterable, Sendable { case box, ellipse }

    /// What was looked for, for people.
    var words: String
    /// `FindQuestion.boxes`.
    var boxes: PlannedText
    var outline: Outline
    /// Beyond what boxes are padded by anyway.
    var grow: Length?
    /// A box may cover the whole image.
    var takesWhole: Bool

    var texts: [PlannedText] { [boxes] }

    func filled(with texts: [String]) -> any FreeOperation {
        var next = self
        if let text = texts.first { next.boxes = PlannedText(text) }
        return next
    }

    func forecast(for input: Forecast) -> Forecast { input.asMask }

    /// Why these boxes are no mask; nil where they are one.
    func problem(with boxes: [SeenBox]) -> FoundProblem? {
        if boxes.isEmpty { return .nothing(words) }
        guard !takesWhole, let large = boxes.first(where: \.isAlmostAll) else { return nil }
        return .almostAll(words, share: Int((large.share * 100).rounded()))
    }

    func apply(to image: Image) throws -> Image {
        let boxes = SeenBox.boxes(in: boxes.known ?? "")
        if let problem = problem(with: boxes) { throw problem }
        let size = image.facts.size
        var mask: Image?
        for box in boxes {
            let next = try self.mask(of: box, in: size)
            mask =
                try mask.map { try MaskAlgebraOperation(kind: .union).apply(to: [$0, next]) }
                ?? next
        }
        guard let mask else { throw FoundProblem.nothing(words) }
        return mask
    }

    private func mask(of box: SeenBox, in size: PixelSize) throws -> Image {
        var place = box.padded.pixels(of: size)
        if let grow {
            let (across, down) = (grow.pixels(of: size.width), grow.pixels(of: size.height))
            let right = min(size.width, place.x + place.size.width + across)
            let bottom = min(size.height, place.y + place.size.height + down)
            place.x = max(0, place.x - across)
            place.y = max(0, place.y - down)
            place.size = PixelSize(right - place.x, bottom - place.y)
        }
        switch outline {
        case .box:
            return try Image.rectangleMask(
                size, x: place.x, y: place.y, width: place.size.width, height: place.size.height)
        case .ellipse:
            return try Image.ellipseMask(
                size, x: place.x, y: place.y, width: place.size.width, height: place.size.height)
        }
    }
}

extension FoundMaskOperation: CustomStringConvertible {
    /// What is found is told by the step that finds it.
    var description: String {
        "found \(outline.rawValue) \(grow.map { "\($0)" } ?? "-") \(takesWhole)"
    }
}
