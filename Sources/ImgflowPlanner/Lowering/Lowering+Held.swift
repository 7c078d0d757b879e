import ImgflowLanguage

extension Lowering {
    /// The step that gives an image that is kept.
    ///
    /// - Parameter span: where a program names it.
    mutating func held(_ image: HeldImage, at span: Span) -> PlannedImage {
        let call = CheckedCall(verb: "load", verbSpan: span, span: span, arguments: [:])
        let stage = context(
            of: call, for: Item(index: image.forecast.provenance.index), wish: .any, names: [:])
        // What is kept of an image does not say these.
        var forecast = image.forecast
        let isFile = image.isAnswer || forecast.provenance.verbs.isEmpty
        forecast.coded = isFile ? .open : .none
        forecast.openFacts.insert(.dpi)
        var planned = plan.add(
            .held(image), forecast: forecast, identity: image.identity, for: stage)
        planned.forecast.provenance.noted = Dictionary(
            uniqueKeysWithValues: image.forecast.provenance.noted.map { name, field in
                (name, NotedField(name, key: name, of: planned.node, known: field.known))
            })
        if let original = image.pictures.first {
            plan.graph.maskedImages[planned.node] = held(original, at: span)
        }
        return planned
    }
}
