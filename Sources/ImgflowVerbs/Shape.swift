import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// The shape that was asked for, and what is done here to reach it.
struct Shape {
    private enum Wanted {
        case aspect(Ratio)
        case size(PixelSize)
    }

    private let wanted: Wanted

    init(_ stage: StageContext) {
        switch (stage["size"]?.value, stage["aspect"]?.value) {
        case (.size(let width, let height)?, _): wanted = .size(PixelSize(width, height))
        case (_, .ratio(let ratio)?): wanted = .aspect(ratio)
        default: wanted = .aspect(Ratio(1, 1))
        }
    }

    private var aspect: Double {
        switch wanted {
        case .aspect(let ratio): ratio.value
        case .size(let size): size.aspect
        }
    }

    /// The nearest of the nine aspect ratios; nearest by proportion, so 2:1 is as far as 1:2.
    var nearest: (width: Int, height: Int) {
        func distance(_ ratio: (width: Int, height: Int)) -> Double {
            let value = Double(ratio.width) / Double(ratio.height)
            return max(value / aspect, aspect / value)
        }
        return Stability.aspectRatios.min { distance($0) < distance($1) } ?? (1, 1)
    }

    /// A legal size for Nova Canvas that covers what was asked for, or a megapixel of the shape.
    var novaSize: PixelSize {
        if case .size(let size) = wanted { return NovaCanvas.size(aspect: aspect, covering: size) }
        return NovaCanvas.size(aspect: aspect, covering: nil)
    }

    /// Crops and resizes the model's image where the model cannot give the shape itself.
    func finish(
        _ image: PlannedImage, generated: (width: Int, height: Int), for stage: StageContext,
        in plan: inout PlanBuilder
    ) -> PlannedImage {
        let ratio = "\(generated.width):\(generated.height)"
        switch wanted {
        case .size(let size):
            if image.forecast.blind.size == .exact(size) { return image }
            return plan.apply(
                ResizeOperation(.box(size, .cover)), to: image,
                notes: ["generated as \(ratio), then cropped and resized to \(size) here"],
                for: stage)
        case .aspect(let asked):
            let shape = Double(generated.width) / Double(generated.height)
            // Nova's sides go in steps of 16: near enough is as asked.
            let isNear = image.forecast.blind.size.isExact && abs(shape / asked.value - 1) < 0.02
            if shape == asked.value || isNear { return image }
            return plan.apply(
                CropToShapeOperation(asked), to: image,
                notes: [
                    "generated as \(ratio), the nearest that the model supports, then cropped to \(asked) here"
                ],
                for: stage)
        }
    }
}
