import ImgflowLanguage

/// The stages inside of blocks that only save or show: they are done when a line is run, and not again
/// whenever its result is used.
enum SinkFinder {
    /// A stage's text with `$`, the image as it is, where these verbs stand in its blocks.
    static func text(
        of stage: Stage, without sinks: Set<String>, _ source: SourceText
    ) -> String {
        var bytes = Array(source[stage.span].utf8)
        for span in spans(in: stage, sinks).sorted(by: { $0.start > $1.start }) {
            let range = (span.start - stage.span.start)..<(span.end - stage.span.start)
            bytes.replaceSubrange(range, with: Array("$".utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func spans(in stage: Stage, _ sinks: Set<String>) -> [Span] {
        switch stage {
        case .fork(let blocks, _): blocks.flatMap { spans(in: $0, sinks) }
        case .tee(let block, _): spans(in: block, sinks)
        case .when(_, let block, let other, _):
            spans(in: block, sinks) + (other.map { spans(in: $0, sinks) } ?? [])
        case .attempt(let block, let other, _): spans(in: block, sinks) + spans(in: other, sinks)
        case .repeated(let repetition):
            spans(in: repetition.block, sinks)
                + (repetition.other.map { spans(in: $0, sinks) } ?? [])
        default: []
        }
    }

    private static func spans(in block: Block, _ sinks: Set<String>) -> [Span] {
        block.pipeline.stages.flatMap { stage in
            if case .call(let call) = stage, sinks.contains(call.verb.text) { return [call.span] }
            if case .tee(_, let span) = stage { return [span] }
            return spans(in: stage, sinks)
        }
    }
}
