import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `load "in/*.jpg"`: images from files or standard input.
struct Load: Verb {
    let signature = Signature(
        "load", "load images from a file, a pattern (`*.jpg`), a folder, or standard input",
        takes: .nothing,
        group: .files,
        positional: Parameter(
            "path", .either([.path, .standardStream]), isRequired: true,
            "a file, a pattern (`*`, `?`, `**`, `{jpg,JPG}`), a folder, or `-`"),
        parameters: [
            Parameter("empty", .word(["ok"]), "do not fail if a pattern matches nothing"),
            Parameter(
                "unreadable", .word(["skip"]),
                "skip unreadable files among several; the run then exits with 8"),
            Parameter(
                "case", .word(["ignore"]), "match the pattern regardless of case"),
            Parameter(
                "own", .truth, default: "false",
                "include images that imgflow wrote"),
            Parameter(
                "page", .either([.integer(1...Pages.limit), .word(["all"])]),
                "page of a TIFF or frame of a GIF or WebP; several as 1..4 or all; default: the first"
            ),
        ],
        examples: [
            Example("load \"a.png\" | info", "describe one image"),
            Example(
                "load \"*.png\" empty:ok | resize 256 | save \"small/{stem}.png\"",
                "make a small copy of every PNG here"),
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        let span = stage.valueSpan("path")
        let template: Template
        switch stage["path"]?.value {
        case .path(let path)?: template = path
        case .standardStream?:
            let image = try standardInput(for: stage, at: span, in: &plan)
            return try pages(
                of: "-", image, plan.world.standardInput(), for: stage, at: span, in: &plan)
        // The checker has reported what stands there instead.
        default: return []
        }
        guard let written = plan.path(template, of: stage).known else {
            throw .source(.pathKnownTooLate(span: span))
        }
        let path = plan.found(written, at: span, for: stage)
        let ignoresCase = stage.word("case") == "ignore"
        let isPattern =
            ignoresCase || path.contains { "*?[".contains($0) } || FilePattern.hasChoice(path)
        switch plan.world.look(at: path) {
        case .folder:
            let all = plan.world.pictures(inFolder: path)
            let files = try foreign(all, for: stage, at: span, in: &plan)
            guard !files.isEmpty || stage.word("empty") == "ok" else {
                throw .source(.emptyFolder(path, span: span))
            }
            return try load(files, for: stage, at: span, in: &plan)
        case .missing where isPattern:
            let all = plan.world.files(matching: path, ignoringCase: ignoresCase)
            let others = ignoresCase ? [] : others(like: path, than: all, in: plan)
            let files = try foreign(all, for: stage, at: span, in: &plan)
            guard !files.isEmpty || stage.word("empty") == "ok" else {
                throw .source(
                    .nothingMatches(path, better: better(path, others, in: plan), span: span))
            }
            if let choice = FilePattern.choice(path, with: others) {
                plan.report(
                    .source(.otherExtensions(others.count, choice: choice, span: span)),
                    for: stage)
            }
            return try load(files, for: stage, at: span, in: &plan)
        case .missing where stage.word("empty") == "ok":
            return []
        case .missing, .image, .unusable:
            return try load([path], for: stage, at: span, in: &plan)
        }
    }

    /// Without what imgflow wrote, so that a script that is run again does not take its own results.
    private func foreign(
        _ paths: [String], for stage: StageContext, at span: Span, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [String] {
        guard !stage.truth("own") else { return paths }
        let kept = paths.filter { plan.world.ownFile(at: $0) == nil }
        let skipped = paths.count - kept.count
        guard skipped > 0 else { return kept }
        guard !kept.isEmpty || stage.word("empty") == "ok" else {
            throw .source(.onlyOwn(count: skipped, span: span))
        }
        plan.report(.source(.skipsOwn(count: skipped, span: span)), for: stage)
        return kept
    }

    /// Files that differ from what the pattern asks for in the spelling of the extension alone.
    private func others(
        like pattern: String, than matched: [String], in plan: PlanBuilder
    ) -> [String] {
        guard let (head, format) = FilePattern.extension(of: pattern) else { return [] }
        let matched = Set(matched.map(FilePath.init))
        return plan.world.files(matching: head + ".*", ignoringCase: false).filter { path in
            !matched.contains(FilePath(path))
                && ImageFormat(fileExtension: FileName(path).ext) == format
        }
    }

    /// A pattern that matches something, where this one matches nothing.
    private func better(_ pattern: String, _ others: [String], in plan: PlanBuilder) -> String? {
        if let choice = FilePattern.choice(pattern, with: others) { return choice }
        guard pattern == "**" || pattern.hasSuffix("/**") else { return nil }
        let deeper = pattern + "/*"
        return plan.world.files(matching: deeper, ignoringCase: false).isEmpty ? nil : deeper
    }

    private func load(
        _ paths: [String], for stage: StageContext, at span: Span, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        let broken = paths.compactMap { path in
            if case .unusable(let why) = plan.world.look(at: path) { (path, why) } else { nil }
        }
        var paths = paths
        if paths.count > 1, !broken.isEmpty {
            let skips = stage.word("unreadable") == "skip" || plan.settings.skipsUnreadable
            guard skips, broken.count < paths.count else {
                throw .source(.unusableFiles(broken, of: paths.count, span: span))
            }
            plan.findings.leaveOut(
                broken.map { path, why in
                    LeftOut(who: path, why: "cannot be read: \(why)", span: span)
                })
            let left = Set(broken.map { FilePath($0.0) })
            paths.removeAll { left.contains(FilePath($0)) }
        }
        var images: [PlannedImage] = []
        for (offset, path) in paths.enumerated() {
            let image = try plan.load(
                path, index: offset + 1, for: stage, at: span, choosesPage: stage["page"] != nil)
            images += try pages(
                of: path, image, plan.world.look(at: path), for: stage, at: span, in: &plan)
        }
        return images
    }

    /// Those that are asked for; else the file as it is, of which verbs take the first.
    private func pages(
        of path: String, _ image: PlannedImage, _ look: FileLook?, for stage: StageContext,
        at span: Span, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard stage["page"] != nil, case .image(let facts, _)? = look else { return [image] }
        let count = max(facts.pages.count, 1)
        let number = stage.integer("page")
        if let number, number > count {
            throw .source(.noPage(path, number, of: count, span: stage.span("page")))
        }
        guard count > 1 else { return [image] }
        var pages: [PlannedImage] = []
        for number in number.map({ $0...$0 }) ?? 1...count {
            let page = facts.pages[number - 1]
            var one = facts
            one.size = page.size
            do {
                guard page.size.shortSide > 0 else { throw ImageError.emptySize(page.size) }
                try one.check()
            } catch {
                throw .source(
                    .unusableFile(path, why: "page \(number): \(error)", span: span))
            }
            var planned = plan.apply(
                PageOperation(number: number, page: page), to: image, for: stage)
            planned.forecast.provenance.page = number
            if stage.word("page") == "all" { planned.forecast.provenance.index = number }
            pages.append(planned)
        }
        return pages
    }

    private func standardInput(
        for stage: StageContext, at span: Span, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> PlannedImage {
        switch plan.world.standardInput() {
        case .image(let facts, let hash)?:
            if let format = plan.world.followerOnStandardInput() {
                plan.report(
                    .source(.moreOnStandardInput(format, span: span)), for: stage)
            }
            var forecast = Forecast(
                size: .exact(facts.size), format: facts.format, hasAlpha: facts.hasAlpha,
                provenance: Provenance(stem: "stdin", ext: facts.format.fileExtension))
            forecast.note(facts, hash: hash)
            return plan.add(
                .standardInput, forecast: forecast,
                identity: .content(hash: hash, revision: facts.revision),
                notes: PlanNote.notes(on: facts, choosesPage: stage["page"] != nil), for: stage)
        case .unusable(let why)?:
            throw .source(.unusableStandardInput(why: why, span: span))
        case .folder?, .missing?, nil:
            throw .source(.noStandardInput(span: span))
        }
    }
}
