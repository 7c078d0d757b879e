import ImageFacts
import ImgflowLanguage
import ImgflowPlanner

/// `save "out/{stem}.jpg"`: writes an image and passes it on.
struct Save: Verb {
    let signature = Signature(
        "save", "save the image to a file or standard output, and pass it on",
        takes: .image, isSink: true, group: .files,
        positional: Parameter(
            "path", .either([.path, .standardStream]),
            default: "<stem>-<verbs>.<extension>",
            "file name with fields such as {stem}, or `-`"),
        parameters: [
            Parameter(
                "overwrite", .truth, default: "false", "replace an existing file"),
            Parameter(
                "if-missing", .truth, default: "false",
                "if the file already exists, skip the work that leads only to it"),
            Parameter(
                "embed", .truth, default: "false",
                "embed the recipe in the file: PNG, JPEG, WebP"),
            Parameter(
                "private", .truth, default: "false",
                "write no metadata to the file, and keep no prompt or recipe"),
        ] + SaveEncoding.parameters,
        examples: [
            Example("load \"a.png\" | resize 50% | save", "writes a-resize.png"),
            Example(
                "load \"a.png\" | save \"out/{stem}.jpg\"", "writes out/a.jpg, converted to JPEG"),
        ])

    /// What file systems take, less the room for the temporary name that is written first.
    private static let nameBytes = 200
    private static let writable: [ImageFormat] = [.png, .jpeg, .webp, .tiff, .gif, .avif]

    var namesOfResults: Set<String> { ["path"] }

    func wish(_ call: CheckedCall) -> FormatWish {
        guard case .path(let template)? = call.arguments["path"]?.value,
            let format = ImageFormat(fileExtension: template.fileExtension)
        else { return .any }
        return .format(format)
    }

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let span = stage.valueSpan("path")
        let overwrites = stage.truth("overwrite") || plan.settings.overwrites
        let isForMissing = stage.truth("if-missing")
        var target = SaveStep.Target.standardOutput
        var format: ImageFormat?
        switch stage["path"]?.value {
        case .standardStream?:
            if let first = plan.files.standardOutput {
                throw .target(.standardOutputTwice(span: span, first: first))
            }
            plan.files.standardOutput = span
        case .path(let template)?:
            // Which names wait for the run is a property of the program, not of what is cached.
            let text = plan.targetName(template, of: stage) {
                written($0, template, input, stage)
            }
            try checkEmbedding(template, of: stage)
            if let problem = SaveName.problem(ofFolder: template, text.description, span)
                ?? SaveName.problem(of: text.description, span)
            {
                throw .target(problem)
            }
            (target, format) = try named(template, text, input, span: span)
        default:
            target = .file(path: unnamed(input, in: plan))
            format = input.forecast.blind.format == nil ? .png : nil
        }
        if isForMissing {
            guard case .file(let path) = target else {
                throw .parameter(
                    .needs(
                        "if-missing", needed: "path",
                        why: "requires a file name that is known before the run",
                        fix: "use {stem}, {name}, or {index} in the name, or remove `if-missing`",
                        span: stage.span("if-missing")))
            }
            if plan.world.exists(path) {
                // Also what is there may be named once only.
                _ = try claim(
                    path, named: stage, origin: OwnFile.local, span: span, in: &plan)
                plan.files.present.append(path)
                return [input]
            }
        }
        let origin =
            input.forecast.provenance.model == nil ? OwnFile.local : plan.settings.origin
        var own: OwnFile?
        if case .file(let path) = target {
            own = try claim(path, named: stage, origin: origin, span: span, in: &plan)
        }
        if case .deferred(let text) = target, case .text(let start)? = text.parts.first,
            let slash = start.lastIndex(of: "/")
        {
            // The name waits for the run, its folder does not.
            let folder = String(start[...slash])
            if let why = plan.world.obstacle(toWriting: folder + "image") {
                throw .target(.unwritable(text.description, why: why, span: span))
            }
        }
        var notes: [String] = []
        if let format, let from = input.forecast.format, format != from {
            notes.append("converted from \(from.rawValue) to \(format.rawValue) here")
            if !format.carriesAlpha, input.forecast.hasAlpha {
                plan.report(
                    .target(.alphaLost("a .\(format.fileExtension) file", span: span)), for: stage)
            }
        }
        var encoding = try SaveEncoding.options(of: stage, as: format ?? input.forecast.format)
        if stage.truth("private") {
            if let other = stage["metadata"], encoding.metadata != EncodingOptions.Metadata.none {
                throw .parameter(
                    .together(
                        ["metadata", "private"], span: other.span, other: stage.span("private")))
            }
            encoding.metadata = EncodingOptions.Metadata.none
        }
        let alt = try alternativeText(of: stage, &encoding)
        if let limit = encoding.maxBytes { notes.append("at most \(ByteCount(limit))") }
        if let written = format ?? input.forecast.blind.format {
            try SaveEncoding.check(input.forecast.size, fits: written, at: span)
        }
        let isCopied =
            input.forecast.untouched != nil && (format == nil || format == input.forecast.format)
            && !encoding.asksForCoding && alt == nil
        if let whole = input.forecast.untouched {
            try tell(of: whole, isCopied, encoding, target, stage, notes: &notes, in: &plan)
        }
        var step = SaveStep(
            target: target, format: format, encoding: encoding, overwrites: overwrites)
        step.dropsMetadata =
            input.forecast.hasMetadata && !isCopied && encoding.metadata == nil
        step.own = own
        step.alternativeText = alt
        step.isPrivate = stage.truth("private")
        step.author = plan.settings.author
        step.origin = origin
        step.embedsRecipe = try embeds(stage, target, format ?? input.forecast.format)
        let identity = step.identity(of: input.identity)
        if case .file(let path) = target, plan.world.exists(path) {
            step.standing = standing(of: path, for: step, identity, from: input, in: plan)
            try checkReplacing(path, by: step, identity, span: span, for: stage, in: &plan)
        }
        var inputs = [input.node]
        if case .deferred(let text) = target { inputs += text.nodes }
        inputs += (alt?.nodes ?? []).filter { !inputs.contains($0) }
        plan.addSink(
            .save(step), from: inputs, forecast: input.forecast,
            identity: identity, notes: notes, for: stage)
        return [input]
    }

    /// What a field of the written file says; nil for one of the image.
    private func written(
        _ field: Field, _ template: Template, _ input: PlannedImage, _ stage: StageContext
    ) -> FieldValue? {
        switch field {
        case .bytes, .hash: return .open
        case .format:
            let wanted = ImageFormat(fileExtension: template.fileExtension)
            return (wanted ?? input.forecast.blind.format).map { .known($0.rawValue) } ?? .open
        case .dpi:
            return stage.integer("dpi").map { .known("\($0)") }
                ?? input.forecast.blind.reading(of: .dpi)
        default: return nil
        }
    }

    /// A recipe in the file holds the file's name.
    private func checkEmbedding(
        _ template: Template, of stage: StageContext
    ) throws(PlanProblem) {
        guard stage.truth("embed") else { return }
        for case .field(let field, nil, _, let span) in template.parts
        where field == .bytes || field == .hash {
            throw .parameter(
                .needs(
                    "embed", needed: "path",
                    why:
                        "writes the name into the file, so `{\(field.rawValue)}` cannot be part of it",
                    fix: "remove `embed:true`, or use another field", span: span))
        }
    }

    /// What `alt` writes, which is part of what is safe to say.
    private func alternativeText(
        of stage: StageContext, _ encoding: inout EncodingOptions
    ) throws(PlanProblem) -> PlannedText? {
        let own = stage.text("alt")
        guard own != nil || stage.truth("alt") else { return nil }
        for other in ["private", "metadata"] where stage[other] != nil {
            if other == "private", !stage.truth("private") { continue }
            if encoding.metadata == .safe { continue }
            throw .parameter(
                .together(["alt", other], span: stage.span("alt"), other: stage.span(other)))
        }
        encoding.metadata = .safe
        if let own { return stage.filled(own) }
        guard let field = stage.note(Describe.name) else {
            throw .parameter(
                .needs(
                    "alt", needed: "description", why: "requires a description of the image",
                    fix: "add a stage before it: | describe", span: stage.span("alt")))
        }
        return PlannedText(parts: [field.known.map { .text($0) } ?? .noted(field.open)])
    }

    /// A name that the user gave: what it is, and the format that its extension asks for.
    private func named(
        _ template: Template, _ text: PlannedText, _ input: PlannedImage, span: Span
    ) throws(PlanProblem) -> (SaveStep.Target, ImageFormat?) {
        var wanted = template.fileExtension
        if case .field(let field, _, _, _)? = template.parts.last,
            [.ext, .name, .format].contains(field),
            let known = text.known
        {
            wanted = FileName(known).ext
        }
        guard !wanted.isEmpty else {
            guard let known = text.known else { return (.deferred(text), nil) }
            let ext = input.forecast.blind.format?.fileExtension ?? "png"
            // What nobody can tell before the run is made to fit the name.
            return (.file(path: "\(known).\(ext)"), input.forecast.blind.format == nil ? .png : nil)
        }
        guard let format = ImageFormat(fileExtension: wanted),
            Self.writable.contains(format)
        else {
            throw .target(.unknownExtension(text.description, span: span))
        }
        guard let known = text.known else { return (.deferred(text), format) }
        return (.file(path: known), format)
    }

    /// `<stem, or a slug of the text>-<verbs>[-<index>]` with the extension of the bytes.
    private func unnamed(_ input: PlannedImage, in plan: PlanBuilder) -> String {
        let origin = input.forecast.provenance
        let stem = origin.stem ?? origin.text.map { Slug.make($0.known ?? "image") } ?? "image"
        let name = ([stem] + origin.verbs).joined(separator: "-")
        let ext = input.forecast.blind.format?.fileExtension ?? "png"
        let folder = plan.settings.outputFolder
        let base = folder.isEmpty ? name : folder + (folder.hasSuffix("/") ? "" : "/") + name
        var path = "\(base).\(ext)"
        var index = 2
        while plan.files.targets[plan.world.identity(of: path)] != nil {
            path = "\(base)-\(index).\(ext)"
            index += 1
        }
        return path
    }

    /// What a file says goes with a copy; what holds for its bytes alone goes with nothing else.
    private func tell(
        of whole: Forecast.Untouched, _ isCopied: Bool, _ encoding: EncodingOptions,
        _ target: SaveStep.Target, _ stage: StageContext, notes: inout [String],
        in plan: inout PlanBuilder
    ) throws(PlanProblem) {
        let keepsAll = encoding.metadata == nil || encoding.metadata == .all
        if whole.hasLocation, keepsAll, isCopied || encoding.metadata == .all {
            let word = isCopied && encoding.maxBytes != nil ? "may stay" : "stays"
            notes.append("its location \(word) in the file; metadata:safe removes it")
        }
        guard whole.isSigned else { return }
        guard isCopied, keepsAll, encoding.dpi == nil else {
            return plan.report(.target(.credentialsLost(span: stage.verbSpan)), for: stage)
        }
        if encoding.maxBytes != nil {
            notes.append("its Content Credentials stay only if the file fits as it is")
        }
        guard stage.truth("embed") else { return }
        if case .standardOutput = target {
            throw .parameter(
                .needs(
                    "embed", needed: "path",
                    why: "would break the image's Content Credentials on standard output",
                    fix: "save to a file, or remove `embed:true`", span: stage.span("embed")))
        }
        notes.append("signed: its recipe goes into a file next to it")
    }

    /// A recipe goes where there is room for it, and is wanted.
    private func embeds(
        _ stage: StageContext, _ target: SaveStep.Target, _ format: ImageFormat?
    ) throws(PlanProblem) -> Bool {
        guard stage.truth("embed") else { return false }
        let span = stage.span("embed")
        guard !stage.truth("private") else {
            throw .parameter(
                .together(["embed", "private"], span: span, other: stage.span("private")))
        }
        if let format, !EmbeddedText.formats.contains(format) {
            throw .parameter(
                .needs(
                    "embed", needed: "path",
                    why: "supports PNG, JPEG, and WebP, not \(format.title)",
                    fix: "save as .png, .jpg or .webp, or remove `embed:true`", span: span))
        }
        return true
    }

    /// - Returns: The file that stands there, where imgflow wrote it.
    private func claim(
        _ path: String, named stage: StageContext, origin: String, span: Span,
        in plan: inout PlanBuilder
    ) throws(PlanProblem) -> OwnFile? {
        let resolved = plan.world.resolved(path)
        if let problem = SaveName.tooLong(path, resolved, span) { throw .target(problem) }
        if let name = path.split(separator: "/").last.map({ FilePath(String($0)) }),
            name.byteCount > Self.nameBytes
        {
            throw .target(
                .unwritable(
                    path,
                    why:
                        "its name has \(name.byteCount) bytes, expected at most \(Self.nameBytes)",
                    span: span))
        }
        let file = plan.world.identity(of: path)
        if let source = plan.files.sources[file] {
            throw .target(.isSource(path, span: span, source: source))
        }
        if let first = plan.files.targets[file] {
            var used: Set<String> = []
            if case .path(let template)? = stage["path"]?.value {
                for case .field(let field, nil, _, _) in template.parts {
                    used.insert(field.rawValue)
                }
            }
            // A name holds the stem too.
            if used.contains("name") { used.insert("stem") }
            let fields = ["stem", "index", "seed"].filter { !used.contains($0) }
            throw .target(.twice(path, fields: fields, span: span, first: first))
        }
        if let why = plan.world.obstacle(toWriting: path) {
            throw .target(.unwritable(path, why: why, span: span))
        }
        plan.files.targets[file] = span
        guard plan.world.exists(path) else { return nil }
        let own = plan.world.ownFile(at: path)
        if let own, own.isReal, origin == "sandbox" {
            throw .target(.replacesReal(path, span: span))
        }
        return own
    }
}

extension Template {
    /// The extension that ends a name; what fields say is none, however many dots it has.
    fileprivate var fileExtension: String {
        guard case .text(let end)? = asPath.parts.last else { return "" }
        // Behind a field `.jpg` is an extension, alone it is a hidden file's name.
        return FileName(parts.count > 1 ? "x" + end : end).ext
    }
}
