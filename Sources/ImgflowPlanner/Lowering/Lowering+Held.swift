import ImgflowLanguage

extension Lowering {
    /// The step that gives an image that is kept.
    ///
    /// - Parameter span: where a program names it.
    mutating func held(_ image: HeldImage, at span: Span) -> PlannedImage {
        let call = CheckedCall(verb: "load", verbSpan: span, span: span, arguments: [:])
        let stage = context(
            of: call, for: Item(index: image.forecast.provenance.index), wish: .any, names: [:])
        let planned = plan.add(
            .held(image), forecast: image.forecast, identity: image.identity, for: stage)
        if let original = image.pictures.first {
            plan.graph.maskedImages[planned.node] = held(original, at: span)
        }
        return planned
    }
}
