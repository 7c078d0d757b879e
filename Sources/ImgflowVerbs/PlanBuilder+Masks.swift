import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

extension PlanBuilder {
    /// Work on a mask: what comes out is still a mask of the same image.
    mutating func mask(
        _ operation: any FreeOperation, on input: PlannedImage, with others: [PlannedImage] = [],
        for stage: StageContext
    ) throws(PlanProblem) -> PlannedImage {
        let result = try free(operation, on: input, with: others, for: stage)
        graph.maskedImages[result.node] = graph.maskedImages[input.node]
        return result
    }

    /// The image that a mask is of; an image is its own.
    func picture(of image: PlannedImage) -> PlannedImage { graph.maskedImages[image.node] ?? image }

    /// The other mask of `union`, `intersect` and `minus`, which has the size of this one.
    mutating func otherMask(
        for input: PlannedImage, of stage: StageContext
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
            kind.rawValue, summary, takes: .image, group: .masks,
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
            kind.rawValue, summary, takes: .image, group: .masks,
            positional: Parameter("mask", .image, isRequired: true, "the other mask"),
            examples: [
                Example(
                    "load \"a.png\" | select alpha | \(kind.rawValue) (select rect:[0, 0, 100%, 50%]) | save \"part.png\"",
                    meaning)
            ])
    }
}

extension PlanBuilder {
    mutating func edge(
        _ kind: MaskEdgeOperation.Kind, of input: PlannedImage?, for stage: StageContext
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let amount = stage.number("pixels") else { return [] }
        var operation = MaskEdgeOperation(kind: kind, amount: amount)
        if case .exact(let size) = input.forecast.blind.size {
            operation.wasWrong = operation.wasWrong(of: size)
        }
        return [try mask(operation, on: input, for: stage)]
    }

    mutating func algebra(
        _ kind: MaskAlgebraOperation.Kind, of input: PlannedImage?, for stage: StageContext
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let other = try otherMask(for: input, of: stage) else { return [] }
        return [
            try mask(MaskAlgebraOperation(kind: kind), on: input, with: [other], for: stage)
        ]
    }
}
