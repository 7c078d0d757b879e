package import ImageFacts
package import ImgflowImages
package import ImgflowModels
package import ImgflowPlanner

/// Cuts off a result what `fit:pad` framed its original with. Takes the result and the original.
package struct UnframeOperation: LocalOperation {
    /// The model that the original was framed for.
    package var card: ModelCard

    package init(for card: ModelCard) { self.card = card }

    package func forecast(for inputs: [Forecast]) -> Forecast {
        guard var next = inputs.first, let original = inputs.dropFirst().first else {
            return Forecast.nothing
        }
        if let before = original.size.size {
            next.size = next.size.map { Frame(of: before, for: card)?.content(in: $0)?.size ?? $0 }
        }
        next.size = next.size.resting(on: original.size)
        return next
    }

    package func apply(to images: [Image]) throws -> Image {
        guard images.count == 2 else { throw MissingImage(operation: description) }
        return try images[0].unframed(of: images[1].facts.size, for: card)
    }
}

extension UnframeOperation: OptionalOperation {
    package func isNeeded(for sizes: [PixelSize]) -> Bool {
        guard sizes.count == 2, sizes[0] != sizes[1] else { return false }
        return Frame(of: sizes[1], for: card)?.content(in: sizes[0]) != nil
    }
}

extension UnframeOperation: CustomStringConvertible {
    package var description: String { "unframe for \(card.name)" }
}

/// What `fit:pad` lays around an image that a model does not take in its shape or size.
struct Frame {
    private let inner: PixelSize
    private let outer: PixelSize

    /// Nil where the image needs no frame.
    init?(of size: PixelSize, for card: ModelCard) {
        guard let limits = card.input, limits.refusal(of: size) != nil,
            let (inner, outer) = limits.padded(size), inner != outer
        else { return nil }
        (self.inner, self.outer) = (inner, outer)
    }

    /// Where the image is in a result; nil where the result has another shape than what was sent.
    func content(in whole: PixelSize) -> (x: Int, y: Int, size: PixelSize)? {
        guard abs(whole.aspect / outer.aspect - 1) < 0.02 else { return nil }
        func part(_ whole: Int, _ inner: Int, _ outer: Int) -> Int {
            min(whole, max(1, Int((Double(whole) * Double(inner) / Double(outer)).rounded())))
        }
        let size = PixelSize(
            part(whole.width, inner.width, outer.width),
            part(whole.height, inner.height, outer.height))
        return ((whole.width - size.width) / 2, (whole.height - size.height) / 2, size)
    }
}

extension Image {
    /// Without the frame around an original of this size; what has its size never had one.
    func unframed(of original: PixelSize, for card: ModelCard) throws -> Image {
        guard facts.size != original,
            let content = Frame(of: original, for: card)?.content(in: facts.size)
        else { return self }
        return try cropped(
            x: content.x, y: content.y, width: content.size.width, height: content.size.height)
    }
}

extension PlanBuilder {
    /// The result without the frame that its original went into the call with.
    mutating func unframed(
        _ result: PlannedImage, of original: PlannedImage, on chosen: ChosenModel,
        for stage: StageContext
    ) -> PlannedImage {
        guard stage.word("fit") == FitMode.pad.rawValue else { return result }
        let size = original.forecast.size
        if size.isReliable, let size = size.size, Frame(of: size, for: chosen.card) == nil {
            return result
        }
        return apply(
            UnframeOperation(for: chosen.card), to: result, with: [original],
            notes: ["the white padding is cropped off"], for: stage)
    }
}
