import ImgflowLanguage

extension CheckedPipeline {
    /// Whether the pipeline uses the image of its stage: by `$`, a name given by `as`, or a field.
    ///
    /// A name that the pipeline gives itself counts too. It is then planned for each item, which is correct
    /// but sometimes unnecessary.
    var asksForImage: Bool {
        stages.contains { stage in
            switch stage {
            case .recall: true
            case .name: false
            case .call(let call): call.arguments.values.contains { $0.value.asksForImage }
            case .tee(let block, _): block.asksForImage
            case .fork(let blocks, _): blocks.contains { $0.asksForImage }
            case .when, .filter: true
            case .attempt(let block, let other, _): block.asksForImage || other.asksForImage
            case .repeated: true
            case .select: false
            case .expansion(let expansion):
                expansion.turns.contains { turn in
                    turn.body.asksForImage || turn.images.contains { $0.value.asksForImage }
                }
            }
        }
    }
}

extension CheckedProgram {
    /// Whether the program calls one of these verbs.
    package func calls(anyOf verbs: Set<String>) -> Bool {
        statements.contains { statement in
            switch statement {
            case .binding(_, _, let pipeline), .pipeline(let pipeline): pipeline.calls(verbs)
            }
        }
    }
}

extension CheckedPipeline {
    fileprivate func calls(_ verbs: Set<String>) -> Bool {
        stages.contains { stage in
            switch stage {
            case .call(let call): verbs.contains(call.verb)
            case .tee(let block, _): block.calls(verbs)
            case .fork(let blocks, _): blocks.contains { $0.calls(verbs) }
            case .when(_, let block, let other, _):
                block.calls(verbs) || other?.calls(verbs) ?? false
            case .attempt(let block, let other, _): block.calls(verbs) || other.calls(verbs)
            case .repeated(let repetition):
                repetition.block.calls(verbs) || repetition.other?.calls(verbs) ?? false
            case .expansion(let expansion): expansion.turns.contains { $0.body.calls(verbs) }
            case .recall, .name, .filter, .select: false
            }
        }
    }
}

extension CheckedValue {
    fileprivate var asksForImage: Bool {
        switch self {
        case .text(let template), .path(let template): template.literal == nil
        case .list(let items), .sweep(let items): items.contains { $0.value.asksForImage }
        case .variable, .field: true
        case .pipeline(let pipeline): pipeline.asksForImage
        case .integer, .number, .pixels, .share, .size, .printLength, .printSize, .ratio, .word,
            .truth, .color, .standardStream:
            false
        }
    }
}
