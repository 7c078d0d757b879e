import ImageFacts
package import ImgflowLanguage
import ImgflowModels

/// A plan in the making: verbs add their steps through it.
package struct PlanDraft {
    package let world: any World
    package let settings: PlanSettings
    package internal(set) var nodes: [PlanNode] = []
    package private(set) var diagnostics: [Diagnostic] = []
    package private(set) var errorCount = 0
    /// The images of the current call's image values, by where these stand.
    package var values: [Span: PlannedImage] = [:]

    private let lines: SourceLines
    private let program: Sources
    /// Equal steps are one step: what is asked twice in a program is paid for once.
    private var bySharing: [Sharing: PlanNode.ID] = [:]
    /// What must turn out so for what is being added: it is waited for, also by what takes no image.
    var context: Set<Guard> = []
    /// The step that decides each guard.
    private var gates: [Guard: PlanNode.ID] = [:]
    /// The calls of definitions around the current stage, outermost first.
    var calls: [Span] = []
    var decisions = 0
    /// How many `tee` are around the current stage.
    var asides = 0
    /// Where equal words of one line draw for `seed:random`: the calls around each, and itself.
    private var drawn: [String: [[Span]]] = [:]
    /// Where each file will be written, by its identity.
    package var targets: [FilePath: Span] = [:]
    /// The files that are read, by their identities.
    package var sources: [FilePath: Span] = [:]
    package var standardOutput: Span?
    /// Files that are there already, and are left as they are (`if-missing`).
    package var present: [String] = []
    /// Images of a stream that are left out, while the rest goes on.
    package var leftOut: [LeftOut] = []
    /// Calls of each model that were spread over Regions.
    var turns: [String: Int] = [:]
    /// The stage that made a step's image.
    var stages: [PlanNode.ID: MadeStage] = [:]
    /// All files of equal bytes, by the step that loads them.
    private var twins: [PlanNode.ID: Set<String>] = [:]
    /// The picture that a mask was made of, by the mask's step: `select` on a mask selects on it.
    package var maskSources: [PlanNode.ID: PlannedImage] = [:]

    /// Steps are shared where they make the same and are taken under the same conditions.
    private struct Sharing: Hashable {
        var identity: Identity
        var guards: Set<Guard>
    }

    init(sources: Sources, world: any World, settings: PlanSettings) {
        self.world = world
        self.settings = settings
        program = sources
        lines = SourceLines(sources)
    }

    package mutating func report(_ problem: PlanProblem) { report(problem.diagnostic) }

    package mutating func report(_ diagnostic: Diagnostic) {
        var diagnostic = diagnostic
        if let call = calls.last { diagnostic.secondary.append(.init(call, "called here")) }
        guard !diagnostics.contains(diagnostic) else { return }
        diagnostics.append(diagnostic)
        if diagnostic.severity == .error { errorCount += 1 }
    }

    /// Says with the latest mistake that as many pictures more were not looked at.
    mutating func leaveOut(_ count: Int) {
        guard count > 0, let last = diagnostics.lastIndex(where: { $0.severity == .error }) else {
            return
        }
        let pictures = count == 1 ? "1 more picture was" : "\(count) more pictures were"
        diagnostics[last].notes.append("\(pictures) not looked at")
    }

    /// Adds a step, or finds the equal one that is there already.
    package mutating func add(
        _ action: PlanAction, from inputs: [PlanNode.ID] = [], forecast: Forecast,
        identity: Identity, notes: [String] = [], for stage: VerbCall, isShared: Bool = true
    ) -> PlannedImage {
        let ownGuards = inputs.reduce(into: Set<Guard>()) { $0.formUnion(nodes[$1].guards) }
        let guards = ownGuards.union(context)
        let waitsFor = context.subtracting(ownGuards).compactMap { gates[$0] }.sorted()
        let sharing = Sharing(identity: identity, guards: guards)
        if isShared, let id = bySharing[sharing] {
            // The same pixels; the names and the place in the stream are this item's own.
            return PlannedImage(node: id, forecast: forecast, identity: identity)
        }
        let id = nodes.count
        let place = place(of: stage)
        nodes.append(
            PlanNode(
                id: id,
                origin: StageOrigin(
                    verb: stage.verb, span: stage.call.span, place: calls.first ?? stage.call.span,
                    line: place.line,
                    statement: stage.statement, item: stage.item),
                action: action, inputs: inputs, waitsFor: waitsFor, guards: guards,
                forecast: forecast, identity: identity, notes: notes))
        if isShared { bySharing[sharing] = id }
        return PlannedImage(node: id, forecast: forecast, identity: identity)
    }

    /// Of the program itself: where a definition makes the step, of its call.
    private func place(of stage: VerbCall) -> LineMap.Position {
        lines.position(of: (calls.first ?? stage.verbSpan).start)
    }

    /// It was run before, and what it asked for afresh, or drew, stands.
    func isSettled(_ stage: VerbCall) -> Bool { place(of: stage).line < settings.settledBefore }

    /// For `seed:random`: of its words and not of its column, which may change; equal words on a line
    /// are told apart by their order. What stands in a `tee` is counted for itself: a session leaves it
    /// out where it goes on with what came behind.
    mutating func drawnSeed(for stage: VerbCall, copy: Int) -> Int {
        let line = place(of: stage).line
        let path = calls + [stage.call.span]
        let words = path.map { program[$0] }.joined(separator: "\n")
        let key = "\(line) \(asides)\n\(words)"
        var places = drawn[key] ?? []
        let order = places.firstIndex(of: path) ?? places.count
        if order == places.count { places.append(path) }
        drawn[key] = places
        return settings.randomSeed(
            SeedDraw(line: line, stage: "\(words)\n\(asides) \(order) \(stage.item) \(copy)"))
    }

    /// What was swept on the way to a step, where people are told which of many it is.
    mutating func nameSwept(_ swept: [String: SweptValue], at id: PlanNode.ID) {
        guard nodes[id].forecast.provenance.swept.isEmpty else { return }
        nodes[id].forecast.provenance.swept = swept
    }

    /// A step that decides others: never shared.
    mutating func addGate(
        _ action: PlanAction, from inputs: [PlanNode.ID], forecast: Forecast, identity: Identity,
        guarded: Guard, for stage: VerbCall
    ) -> PlanNode.ID {
        let node = add(
            action, from: inputs, forecast: forecast, identity: identity, for: stage,
            isShared: false
        ).node
        nodes[node].guards.insert(guarded)
        gates[guarded] = node
        return node
    }

    /// The program's own words, on one line and cut where they are long.
    func words(of span: Span) -> String { "\(Preview(program[span], limit: 60))" }

    /// What must turn out so for this image to come.
    func guards(of image: PlannedImage?) -> Set<Guard> {
        image.map { nodes[$0.node].guards } ?? []
    }

    /// Work on this machine, on the image that goes on through the pipe and on `others`.
    package mutating func apply(
        _ operation: any FreeOperation, to input: PlannedImage, with others: [PlannedImage] = [],
        notes: [String] = [], for stage: VerbCall
    ) -> PlannedImage {
        let images = [input] + others
        var forecast = operation.forecast(for: images.map(\.forecast))
        if images.contains(where: { $0.forecast.guess != nil }) {
            let blind = operation.forecast(for: images.map(\.forecast.blind))
            forecast.guess = Forecast.Guess(
                size: blind.size, format: blind.format, hasAlpha: blind.hasAlpha)
        }
        // What words wait for stands behind the pictures.
        let waited = ((operation as? any TextOperation)?.texts ?? []).flatMap(\.nodes)
        var notes = notes
        if operation.worksInSRGB, mayHaveOtherColors(input.node),
            let colors = recipe(of: input.node).flatMap({ world.otherColors(of: $0) })
        {
            notes.append(PlanNote.converted(colors))
        }
        return add(
            .free(operation), from: images.map(\.node) + waited, forecast: forecast,
            identity: input.identity.applying(
                operation,
                with: others.map(\.identity) + waited.map { nodes[$0].identity }),
            notes: notes, for: stage)
    }

    /// Nothing on the short way to it has made 8-bit sRGB of it; a long way is left to the run.
    private func mayHaveOtherColors(_ node: PlanNode.ID) -> Bool {
        var node = node
        for _ in 0..<32 {
            switch nodes[node].action {
            case .load: return true
            case .free(let operation) where !operation.worksInSRGB:
                guard let first = nodes[node].inputs.first else { return false }
                node = first
            default: return false
            }
        }
        return false
    }

    /// Work on whichever of these images come.
    package mutating func gather(
        _ images: [PlannedImage], by operation: any FreeOperation, for stage: VerbCall
    ) -> PlannedImage {
        let waited = ((operation as? any TextOperation)?.texts ?? []).flatMap(\.nodes)
        let inputs = images.map(\.node) + waited
        let result = add(
            .free(operation), from: inputs,
            forecast: operation.forecast(for: images.map(\.forecast)),
            identity: Identity.none.applying(
                operation, with: inputs.map { nodes[$0].identity }),
            for: stage, isShared: false)
        let common = images.map { nodes[$0.node].guards }
        nodes[result.node].guards =
            common.dropFirst().reduce(common.first ?? []) { $0.intersection($1) }.union(context)
        return result
    }

    /// The path that is meant: one that was written in another Unicode form than the file has is the file's.
    package mutating func found(_ path: String, at span: Span) -> String {
        guard let other = world.otherForm(of: path) else { return path }
        report(.source(.otherForm(path, span: span)))
        return other
    }

    /// A file that is read; each file is one node however often it is named.
    package mutating func load(
        _ written: String, index: Int, for stage: VerbCall, at span: Span
    ) throws(PlanProblem) -> PlannedImage {
        let path = found(written, at: span)
        let file = world.identity(of: path)
        if let target = targets[file] {
            throw .source(.loadsWhatIsSaved(path, span: span, save: target))
        }
        let facts: ImageFacts
        let hash: String
        switch world.look(at: path) {
        case .image(let found, let content): (facts, hash) = (found, content)
        case .missing(let near): throw .source(.missingFile(path, near: near, span: span))
        case .unusable(let why): throw .source(.unusableFile(path, why: why, span: span))
        case .folder: throw .source(.unusableFile(path, why: "is a folder", span: span))
        }
        sources[file] = sources[file] ?? span
        let name = FileName(path)
        let image = add(
            .load(path: path),
            forecast: Forecast(
                size: .exact(facts.size), format: facts.format, hasAlpha: facts.hasAlpha,
                provenance: Provenance(
                    stem: name.stem, ext: name.ext, dir: name.dir, index: index)),
            identity: .content(hash: hash, revision: facts.revision),
            notes: PlanNote.notes(on: facts), for: stage)
        if case .load(let first) = nodes[image.node].action, first != path {
            twins[image.node, default: [first]].insert(path)
        }
        return image
    }

    /// Files of equal bytes are loaded once: the others are named with the first.
    mutating func noteTwins() {
        for (node, paths) in twins {
            guard case .load(let first) = nodes[node].action else { continue }
            let others = paths.subtracting([first]).sorted()
            let shown = others.prefix(5).map { "`\($0)`" }
            let rest = others.count > 5 ? " and \(others.count - 5) more" : ""
            nodes[node].notes.append(
                "\(shown.joined(separator: ", "))\(rest) \(others.count == 1 ? "has" : "have") the same bytes"
            )
        }
    }

    /// The image of a parameter: a pipeline or variable planned already, or a string that is a path.
    package mutating func image(
        _ name: String, of stage: VerbCall
    ) throws(PlanProblem) -> PlannedImage? {
        guard let argument = stage[name] else { return nil }
        return try image(argument.value, at: argument.valueSpan, of: stage)
    }

    /// The images of a parameter that takes a list.
    package mutating func images(
        _ name: String, of stage: VerbCall
    ) throws(PlanProblem) -> [PlannedImage] {
        guard case .list(let items)? = stage[name]?.value else { return [] }
        var images: [PlannedImage] = []
        for item in items {
            if let image = try image(item.value, at: item.span, of: stage) { images.append(image) }
        }
        return images
    }

    private mutating func image(
        _ value: CheckedValue, at span: Span, of stage: VerbCall
    ) throws(PlanProblem) -> PlannedImage? {
        if let image = values[span] { return image }
        guard case .path(let path) = value else { return nil }
        guard let literal = atHome(text(path, for: stage.image, names: stage.names)).known else {
            throw .source(.pathKnownTooLate(span: span))
        }
        return try load(literal, index: 1, for: stage, at: span)
    }
}
