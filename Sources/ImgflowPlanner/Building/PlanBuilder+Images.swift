import ImageFacts
package import ImgflowLanguage
import ImgflowModels

/// Files that are read, and the images of parameters.
extension PlanBuilder {
    /// The file that a path means: one that is written in another Unicode form than the file's name is
    /// still that file.
    package mutating func found(
        _ path: String, at span: Span, for stage: StageContext
    ) -> String {
        guard let other = world.otherForm(of: path) else { return path }
        report(.source(.otherForm(path, span: span)), for: stage)
        return other
    }

    /// A file that is read. Each file is one step, however often it is named.
    package mutating func load(
        _ written: String, index: Int, for stage: StageContext, at span: Span,
        choosesPage: Bool = false
    ) throws(PlanProblem) -> PlannedImage {
        let path = found(written, at: span, for: stage)
        let file = world.identity(of: path)
        if let target = files.targets[file] {
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
        files.sources[file] = files.sources[file] ?? span
        let name = FileName(path)
        var forecast = Forecast(
            size: .exact(facts.size), format: facts.format, hasAlpha: facts.hasAlpha,
            provenance: Provenance(stem: name.stem, ext: name.ext, dir: name.dir, index: index))
        forecast.note(facts, hash: hash)
        let image = add(
            .load(path: path), forecast: forecast,
            identity: .content(hash: hash, revision: facts.revision),
            notes: PlanNote.notes(on: facts, choosesPage: choosesPage), for: stage)
        if case .load(let first) = graph.nodes[image.node].action {
            files.twin(path, of: first, loadedBy: image.node)
        }
        return image
    }

    /// The image of a parameter: a pipeline or variable planned already, or a string that is a path.
    package mutating func image(
        _ name: String, of stage: StageContext
    ) throws(PlanProblem) -> PlannedImage? {
        guard let argument = stage[name] else { return nil }
        return try image(argument.value, at: argument.valueSpan, of: stage)
    }

    /// The images of a parameter that accepts a list.
    package mutating func images(
        _ name: String, of stage: StageContext
    ) throws(PlanProblem) -> [PlannedImage] {
        guard case .list(let items)? = stage[name]?.value else { return [] }
        var images: [PlannedImage] = []
        for item in items {
            if let image = try image(item.value, at: item.span, of: stage) { images.append(image) }
        }
        return images
    }

    private mutating func image(
        _ value: CheckedValue, at span: Span, of stage: StageContext
    ) throws(PlanProblem) -> PlannedImage? {
        if let image = stage.values[span] { return image }
        guard case .path(let path) = value else { return nil }
        guard let literal = atHome(stage.filled(path)).known else {
            throw .source(.pathKnownTooLate(span: span))
        }
        return try load(literal, index: 1, for: stage, at: span)
    }
}
