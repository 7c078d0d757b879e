import ImgflowEngine
import ImgflowLanguage

extension CheckedProgram {
    /// Every path that the program may read or write, in its order: words of a prompt are none.
    var paths: [Template] {
        statements.flatMap { statement in
            switch statement {
            case .binding(_, _, let pipeline), .pipeline(let pipeline): pipeline.paths
            }
        }
    }
}

extension CheckedPipeline {
    fileprivate var paths: [Template] {
        stages.flatMap { stage -> [Template] in
            switch stage {
            case .call(let call):
                return call.arguments.values.sorted { $0.span.start < $1.span.start }
                    .flatMap(\.value.paths)
            case .tee(let block, _): return block.paths
            case .fork(let blocks, _): return blocks.flatMap(\.paths)
            case .when(_, let block, let other, _): return block.paths + (other?.paths ?? [])
            case .attempt(let block, let other, _): return block.paths + other.paths
            case .repeated(let repetition):
                return repetition.block.paths + (repetition.other?.paths ?? [])
            case .expansion(let expansion):
                return expansion.turns.flatMap { turn in
                    turn.body.paths + turn.images.flatMap(\.value.paths)
                        + turn.swept.flatMap(\.item.value.paths)
                }
            case .recall, .name, .filter, .select: return []
            }
        }
    }
}

extension CheckedValue {
    fileprivate var paths: [Template] {
        switch self {
        case .path(let template): [template]
        case .list(let items), .sweep(let items): items.flatMap(\.value.paths)
        case .pipeline(let pipeline): pipeline.paths
        default: []
        }
    }
}
