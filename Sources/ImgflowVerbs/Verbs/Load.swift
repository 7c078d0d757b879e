import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `load "in/*.jpg"`: pictures from files or standard input.
struct Load: Verb {
    let signature = Signature(
        "load", "reads pictures: a file, a pattern, a folder, or standard input", takes: .nothing,
        positional: Parameter(
            "path", .either([.path, .standardStream]), isRequired: true,
            "a file, a pattern (`*`, `?`, `**`, `{jpg,JPG}`), a folder, or `-`"),
        parameters: [
            Parameter("empty", .word(["ok"]), "a pattern that matches nothing is no error"),
            Parameter(
                "unreadable", .word(["skip"]),
                "of several files, leaves out those that cannot be read; the run then ends with 8"),
            Parameter(
                "case", .word(["ignore"]), "a pattern matches upper and lower case alike"),
            Parameter(
                "own", .truth, default: "false",
                "a pattern or folder takes pictures too that imgflow wrote itself"),
        ],
        examples: [
            Example("load \"a.png\" | info", "tells of one picture"),
            Example(
                "load \"*.png\" empty:ok | resize 256 | save \"small/{stem}.png\"",
                "makes a small copy of every PNG here"),
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        let span = stage.valueSpan("path")
        let template: Template
        switch stage["path"]?.value {
        case .path(let path)?: template = path
        case .standardStream?: return [try standardInput(for: stage, at: span, in: &draft)]
        // The checker has told of what stands there instead.
        default: return []
        }
        guard let written = draft.path(template, for: input, names: stage.names).known else {
            throw .source(.pathKnownTooLate(span: span))
        }
        let path = draft.found(written, at: span)
        let ignoresCase = stage.word("case") == "ignore"
        let isPattern =
            ignoresCase || path.contains { "*?[".contains($0) } || FilePattern.hasChoice(path)
        switch draft.world.look(at: path) {
        case .folder:
            let all = draft.world.pictures(inFolder: path)
            let files = try foreign(all, for: stage, at: span, in: &draft)
            guard !files.isEmpty || stage.word("empty") == "ok" else {
                throw .source(.emptyFolder(path, span: span))
            }
            return try load(files, for: stage, at: span, in: &draft)
        case .missing where isPattern:
            let all = draft.world.files(matching: path, ignoringCase: ignoresCase)
            let others = ignoresCase ? [] : others(like: path, than: all, in: draft)
            let files = try foreign(all, for: stage, at: span, in: &draft)
            guard !files.isEmpty || stage.word("empty") == "ok" else {
                throw .source(
                    .nothingMatches(path, better: better(path, others, in: draft), span: span))
            }
            if let choice = FilePattern.choice(path, with: others) {
                draft.report(
                    .source(.otherExtensions(others.count, choice: choice, span: span)))
            }
            return try load(files, for: stage, at: span, in: &draft)
        case .missing where stage.word("empty") == "ok":
            return []
        case .missing, .image, .unusable:
            return try load([path], for: stage, at: span, in: &draft)
        }
    }

    /// Without what imgflow wrote, so that a script that is run again does not take its own results.
    private func foreign(
        _ paths: [String], for stage: VerbCall, at span: Span, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [String] {
        guard !stage.truth("own") else { return paths }
        let kept = paths.filter { draft.world.ownFile(at: $0) == nil }
        let skipped = paths.count - kept.count
        guard skipped > 0 else { return kept }
        guard !kept.isEmpty || stage.word("empty") == "ok" else {
            throw .source(.onlyOwn(count: skipped, span: span))
        }
        draft.report(.source(.skipsOwn(count: skipped, span: span)))
        return kept
    }

    /// Files that differ from what the pattern asks for in the spelling of the extension alone.
    private func others(
        like pattern: String, than matched: [String], in draft: PlanDraft
    ) -> [String] {
        guard let (head, format) = FilePattern.extension(of: pattern) else { return [] }
        let matched = Set(matched.map(FilePath.init))
        return draft.world.files(matching: head + ".*", ignoringCase: false).filter { path in
            !matched.contains(FilePath(path))
                && ImageFormat(fileExtension: FileName(path).ext) == format
        }
    }

    /// A pattern that matches something, where this one matches nothing.
    private func better(_ pattern: String, _ others: [String], in draft: PlanDraft) -> String? {
        if let choice = FilePattern.choice(pattern, with: others) { return choice }
        guard pattern == "**" || pattern.hasSuffix("/**") else { return nil }
        let deeper = pattern + "/*"
        return draft.world.files(matching: deeper, ignoringCase: false).isEmpty ? nil : deeper
    }

    private func load(
        _ paths: [String], for stage: VerbCall, at span: Span, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        let broken = paths.compactMap { path in
            if case .unusable(let why) = draft.world.look(at: path) { (path, why) } else { nil }
        }
        var paths = paths
        if paths.count > 1, !broken.isEmpty {
            let skips = stage.word("unreadable") == "skip" || draft.settings.skipsUnreadable
            guard skips, broken.count < paths.count else {
                throw .source(.unusableFiles(broken, of: paths.count, span: span))
            }
            draft.leftOut += broken.map { path, why in
                LeftOut(who: path, why: "cannot be read: \(why)", span: span)
            }
            let left = Set(broken.map { FilePath($0.0) })
            paths.removeAll { left.contains(FilePath($0)) }
        }
        var images: [PlannedImage] = []
        for (offset, path) in paths.enumerated() {
            images.append(try draft.load(path, index: offset + 1, for: stage, at: span))
        }
        return images
    }

    private func standardInput(
        for stage: VerbCall, at span: Span, in draft: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        switch draft.world.standardInput() {
        case .image(let facts, let hash)?:
            if let format = draft.world.followerOnStandardInput() {
                draft.report(.source(.moreOnStandardInput(format, span: span)))
            }
            return draft.add(
                .standardInput,
                forecast: Forecast(
                    size: .exact(facts.size), format: facts.format, hasAlpha: facts.hasAlpha,
                    provenance: Provenance(stem: "stdin", ext: facts.format.fileExtension)),
                identity: .content(hash: hash, revision: facts.revision),
                notes: PlanNote.notes(on: facts), for: stage)
        case .unusable(let why)?:
            throw .source(.unusableStandardInput(why: why, span: span))
        case .folder?, .missing?, nil:
            throw .source(.noStandardInput(span: span))
        }
    }
}
