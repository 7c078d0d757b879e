import ImgflowLanguage

/// The draws for `seed:random`. A draw follows the words of its stage and not its column, which may
/// change; equal words on a line are told apart by their order. Stages within a `tee` are counted by
/// themselves: a session leaves the `tee` out when it continues after it.
struct SeedDraws {
    private let program: Sources
    /// Where equal words of one line draw: the calls around each, and itself.
    private var places: [String: [[Span]]] = [:]

    init(program: Sources) { self.program = program }

    mutating func next(for stage: StageContext, copy: Int) -> SeedDraw {
        let line = stage.origin.line
        let path = stage.calls + [stage.call.span]
        let words = path.map { program[$0] }.joined(separator: "\n")
        let key = "\(line) \(stage.asides)\n\(words)"
        var known = places[key] ?? []
        let order = known.firstIndex(of: path) ?? known.count
        if order == known.count {
            known.append(path)
            places[key] = known
        }
        return SeedDraw(
            line: line,
            stage: "\(words)\n\(stage.asides) \(order) \(stage.origin.item) \(copy)")
    }
}
