import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

extension PlanDraft {
    /// Work on a mask: what comes out is still a mask of the same picture.
    mutating func mask(
        _ operation: any FreeOperation, on input: PlannedImage, with others: [PlannedImage] = [],
        for stage: VerbCall
    ) throws(PlanProblem) -> PlannedImage {
        let result = try free(operation, on: input, with: others, for: stage)
        maskSources[result.node] = maskSources[input.node]
        return result
    }

    /// The picture that a mask is of; a picture is its own.
    func picture(of image: PlannedImage) -> PlannedImage { maskSources[image.node] ?? image }

    /// The other mask of `union`, `intersect` and `minus`, which has the size of this one.
    mutating func otherMask(
        for input: PlannedImage, of stage: VerbCall
    ) throws(PlanProblem) -> PlannedImage? {
        guard let other = try image("mask", of: stage) else { return nil }
        if case .exact(let size) = other.forecast.blind.size,
            case .exact(let wanted) = input.forecast.blind.size, size != wanted
        {
            throw .model(
                .maskSize(size, wanted: wanted, span: stage.valueSpan("mask"), verb: stage.verbSpan)
            )
        }
        return other
    }
}

/// What `grow`, `shrink` and `feather` share.
enum MaskEdgeSignature {
    static func make(
        _ kind: MaskEdgeOperation.Kind, _ summary: String, _ type: ValueType, _ unit: String,
        example: Int, _ meaning: String
    ) -> Signature {
        Signature(
            kind.rawValue, summary, takes: .image,
            positional: Parameter("pixels", type, isRequired: true, unit),
            examples: [
                Example(
                    "load \"a.png\" | select alpha | \(kind.rawValue) \(example) | save \"part.png\"",
                    meaning)
            ])
    }
}

/// What `union`, `intersect` and `minus` share.
enum MaskAlgebraSignature {
    static func make(
        _ kind: MaskAlgebraOperation.Kind, _ summary: String, _ meaning: String
    ) -> Signature {
        Signature(
            kind.rawValue, summary, takes: .image,
            positional: Parameter("mask", .image, isRequired: true, "the other mask"),
            examples: [
                Example(
                    "load \"a.png\" | select alpha | \(kind.rawValue) (select rect:[0, 0, 100%, 50%]) | save \"part.png\"",
                    meaning)
            ])
    }
}

extension PlanDraft {
    mutating func edge(
        _ kind: MaskEdgeOperation.Kind, of input: PlannedImage?, for stage: VerbCall
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let amount = stage.number("pixels") else { return [] }
        var operation = MaskEdgeOperation(kind: kind, amount: amount)
        if case .exact(let size) = input.forecast.blind.size {
            operation.wasWrong = operation.wasWrong(of: size)
        }
        return [try mask(operation, on: input, for: stage)]
    }

    mutating func algebra(
        _ kind: MaskAlgebraOperation.Kind, of input: PlannedImage?, for stage: VerbCall
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let other = try otherMask(for: input, of: stage) else { return [] }
        return [
            try mask(MaskAlgebraOperation(kind: kind), on: input, with: [other], for: stage)
        ]
    }
}

/// What two masks make, where each pixel of the second is known.
struct MaskAlgebraOperation: LocalOperation {
    enum Kind: String { case union, intersect, minus }

    var kind: Kind

    func forecast(for inputs: [Forecast]) -> Forecast {
        inputs.first?.asMask
            ?? Forecast.nothing
    }

    func apply(to images: [Image]) throws -> Image {
        guard images.count == 2 else { throw MissingImage(operation: description) }
        let (first, second) = (images[0], try images[1].resized(to: images[0].facts.size))
        return switch kind {
        case .union: try first.union(second)
        case .intersect: try first.intersection(second)
        case .minus: try first.subtracting(second)
        }
    }
}

extension MaskAlgebraOperation: CustomStringConvertible {
    var description: String { "mask \(kind.rawValue)" }
}

/// Work on one mask that a number tells of.
struct MaskEdgeOperation: ImageOperation {
    enum Kind: String { case grow, shrink, feather }

    var kind: Kind
    /// Pixels.
    var amount: Double
    /// What earlier versions made of such a mask was another one.
    var wasWrong = false

    init(kind: Kind, amount: Double) {
        self.kind = kind
        self.amount = amount
        wasWrong = kind == .feather
    }

    /// A soft edge was narrower than it said; growing and shrinking stopped early where a side had no room
    /// for their window.
    func wasWrong(of size: PixelSize) -> Bool {
        kind == .feather || size.shortSide < 2 * min(Int(amount), 44) + 1
    }

    var softensMask: Bool { kind == .feather }

    func forecast(for input: Forecast) -> Forecast { input.asMask }

    func apply(to image: Image) throws -> Image {
        switch kind {
        case .grow: try image.grown(by: Int(amount))
        case .shrink: try image.shrunk(by: Int(amount))
        case .feather: try image.feathered(by: amount)
        }
    }
}

extension MaskEdgeOperation: CustomStringConvertible {
    var description: String { "mask \(kind.rawValue)\(wasWrong ? " 2" : "") \(amount)" }
    var earlierDescription: String? { wasWrong ? "mask \(kind.rawValue) \(amount)" : nil }
}
