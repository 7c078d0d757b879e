import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

extension PlanBuilder {
    /// Work on this machine, done by the verb of the stage: the image bears its name.
    mutating func free(
        _ operation: any FreeOperation, on input: PlannedImage, with others: [PlannedImage] = [],
        notes: [String] = [], for stage: StageContext, limitAt name: String? = nil
    ) throws(PlanProblem) -> PlannedImage {
        let images = [input] + others
        if let size = operation.forecast(for: images.map(\.forecast)).size.size {
            try check(size, at: name.map { stage.span($0) } ?? stage.verbSpan)
        }
        var image = apply(operation, to: input, with: others, notes: notes, for: stage)
        image.forecast.provenance = input.forecast.provenance.after(stage.verb)
        return image
    }

    /// No image of more pixels is made.
    func check(_ size: PixelSize, at span: Span) throws(PlanProblem) {
        // The product of two sides is a number, whatever was asked for.
        let (pixels, overflows) = size.width.multipliedReportingOverflow(by: size.height)
        guard overflows || pixels > Image.pixelLimit else { return }
        throw .parameter(.tooManyPixels(size, limit: Image.pixelLimit, span: span))
    }
}

extension Forecast {
    /// A mask is one band without loss.
    var asMask: Forecast {
        var next = self
        next.format = .png
        next.hasAlpha = false
        return next
    }

    /// With another size; a format that cannot be transparent gives way where it has to be.
    func with(size: SizeForecast? = nil, hasAlpha: Bool? = nil) -> Forecast {
        var next = self
        next.size = size ?? self.size
        next.hasAlpha = hasAlpha ?? self.hasAlpha
        if next.hasAlpha, next.format?.carriesAlpha == false { next.format = .png }
        return next
    }
}
