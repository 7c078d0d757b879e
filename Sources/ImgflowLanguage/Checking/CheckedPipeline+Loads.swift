/// The files that a statement would read: in one that has a mistake they are looked at all the same, so
/// that a missing file is told in the same pass.
extension CheckedPipeline {
    /// A pipeline of its own for each `load`, and for each string where an image belongs.
    func loads(_ catalog: Catalog) -> [CheckedPipeline] {
        stages.flatMap { stage -> [CheckedPipeline] in
            switch stage {
            case .call(let call): call.loads(catalog)
            case .tee(let block, _): block.loads(catalog)
            case .fork(let blocks, _): blocks.flatMap { $0.loads(catalog) }
            case .when(_, let block, let other, _):
                block.loads(catalog) + (other?.loads(catalog) ?? [])
            case .attempt(let block, let other, _):
                block.loads(catalog) + other.loads(catalog)
            case .repeated(let repetition):
                repetition.block.loads(catalog) + (repetition.other?.loads(catalog) ?? [])
            // What a definition loads is looked at where its call is right.
            case .expansion, .recall, .name, .filter, .select: []
            }
        }
    }
}

extension CheckedCall {
    fileprivate func loads(_ catalog: Catalog) -> [CheckedPipeline] {
        guard let signature = catalog[verb] else { return [] }
        if verb == Self.loading {
            guard case .path(let path)? = arguments["path"]?.value, path.literal != nil else {
                return []
            }
            return [CheckedPipeline(stages: [.call(self)], span: span)]
        }
        return arguments.sorted { $0.value.span.start < $1.value.span.start }
            .flatMap { name, argument in
                argument.value.loads(
                    at: argument.valueSpan, catalog,
                    takesImage: signature.parameter(named: name)?.type.takesImage == true)
            }
    }

    fileprivate static let loading = "load"

    fileprivate init(loading path: Template, at span: Span) {
        self.init(
            verb: Self.loading, verbSpan: span, span: span,
            arguments: ["path": CheckedArgument(.path(path), valueSpan: span, span: span)])
    }
}

extension CheckedValue {
    fileprivate func loads(
        at span: Span, _ catalog: Catalog, takesImage: Bool
    ) -> [CheckedPipeline] {
        switch self {
        case .path(let path):
            guard takesImage, path.literal != nil else { return [] }
            let call = CheckedCall(loading: path, at: span)
            return [CheckedPipeline(stages: [.call(call)], span: span)]
        case .pipeline(let pipeline): return pipeline.loads(catalog)
        case .list(let items), .sweep(let items):
            return items.flatMap {
                $0.value.loads(at: $0.span, catalog, takesImage: takesImage)
            }
        default: return []
        }
    }
}

extension ValueType {
    fileprivate var takesImage: Bool {
        switch self {
        case .image: true
        case .list(let element, _): element.takesImage
        case .either(let types): types.contains(where: \.takesImage)
        default: false
        }
    }
}
