/// What can be said of an image by the steps that make it.
extension PlanGraph {
    /// The image is a model's result, or is one unless a step turns out to have nothing to do.
    func isAnswer(_ node: PlanNode.ID) -> Bool {
        switch nodes[node].action {
        case .call(let call): call.seeing == nil
        case .returnedImage: true
        case .noted: nodes[node].inputs.first.map { isAnswer($0) } ?? false
        case .free(let operation) where operation is any OptionalOperation:
            nodes[node].inputs.first.map { isAnswer($0) } ?? false
        default: false
        }
    }

    /// How an image is made of files alone; nil if a model or the terminal has a part in it.
    func source(of node: PlanNode.ID) -> MaskSource? {
        let node = nodes[node]
        switch node.action {
        case .load(let path): return .file(path)
        case .noted: return node.inputs.first.flatMap { source(of: $0) }
        // What came of a model is looked at when it is there, as in the program that makes it.
        case .held(let image) where image.calls.isEmpty: return .held(image.id)
        case .free(let operation) where !(operation is any TextOperation):
            let parts = node.inputs.compactMap { source(of: $0) }
            return parts.count == node.inputs.count ? .made(operation, parts) : nil
        default: return nil
        }
    }

    /// What a step is known to find.
    func found(_ field: NotedField) -> String? {
        if case .call(let call) = nodes[field.node].action { return call.seeing?.known?[field.key] }
        return nodes[field.node].forecast.provenance.noted[field.key]?.known
    }

    /// A step before it gives a mask soft edges.
    func isSoftened(_ node: PlanNode.ID) -> Bool {
        if case .noted = nodes[node].action {
            return nodes[node].inputs.first.map { isSoftened($0) } ?? false
        }
        guard case .free(let operation) = nodes[node].action else { return false }
        return operation.softensMask || nodes[node].inputs.contains { isSoftened($0) }
    }

    /// The image whose kind of colors this one has; nil if that is surely 8-bit sRGB. Only the last 32
    /// steps are looked at.
    func originOfColors(of image: PlanNode.ID) -> PlanNode.ID? {
        var node = image
        // The last that can be made as far as its kind goes without a pixel being read.
        var origin = image
        for _ in 0..<32 {
            switch nodes[node].action {
            case .load, .held: return origin
            case .noted:
                guard let first = nodes[node].inputs.first else { return nil }
                if origin == node { origin = first }
                node = first
            case .free(let operation) where !operation.worksInSRGB:
                guard let first = nodes[node].inputs.first else { return nil }
                node = first
                if operation.readsPixels { origin = first }
            default: return nil
            }
        }
        return nil
    }
}
