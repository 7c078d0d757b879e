import ImgflowLanguage

extension Lowering {
    /// The format that later stages would like.
    func wish() -> FormatWish {
        for stages in continuations.reversed() {
            for stage in stages {
                let wish = wish(of: stage)
                if wish != .passes { return wish }
            }
        }
        return .any
    }

    private func wish(of stage: CheckedStage) -> FormatWish {
        switch stage {
        case .call(let call): return verbs[call.verb]?.wish(call) ?? .any
        case .name, .tee, .filter, .select: return .passes
        case .expansion(let expansion):
            guard let turn = expansion.turns.first else { return .any }
            return turn.body.stages.lazy.map { wish(of: $0) }.first { $0 != .passes } ?? .passes
        case .recall, .fork, .when, .attempt, .repeated: return .any
        }
    }
}
