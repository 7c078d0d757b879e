import ImageFacts
import ImgflowLanguage
import ImgflowPlanner

/// `save "out/{stem}.jpg"`: writes a picture and passes it on.
struct Save: Verb {
    let signature = Signature(
        "save", "writes the picture to a file or to standard output, and passes it on",
        takes: .image, isSink: true,
        positional: Parameter(
            "path", .either([.path, .standardStream]),
            default: "<stem>-<verbs>.<extension>",
            "a name with fields such as {stem}, or `-`"),
        parameters: [
            Parameter(
                "overwrite", .truth, default: "false", "replaces a file that is there already"),
            Parameter(
                "if-missing", .truth, default: "false",
                "where the file is there already, what leads to it alone is not done"),
            Parameter(
                "embed", .truth, default: "false",
                "writes the program that makes it again into the file: PNG, JPEG, WebP"),
            Parameter(
                "private", .truth, default: "false",
                "writes no metadata into the file, and keeps no prompt and no recipe of it"),
            Parameter(
                "quality", .integer(1...100),
                "of JPEG, WebP (default 90) and AVIF (60), where the image is encoded here"),
        ],
        examples: [
            Example("load \"a.png\" | resize 50% | save", "writes a-resize.png"),
            Example(
                "load \"a.png\" | save \"out/{stem}.jpg\"", "writes out/a.jpg, converted to JPEG"),
        ])

    /// What file systems take, less the room for the temporary name that is written first.
    private static let nameBytes = 200
    private static let writable: [ImageFormat] = [.png, .jpeg, .webp, .tiff, .gif, .avif]

    func wish(_ call: CheckedCall) -> FormatWish {
        guard case .path(let template)? = call.arguments["path"]?.value,
            let format = ImageFormat(fileExtension: template.fileExtension)
        else { return .any }
        return .format(format)
    }

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input else { return [] }
        let span = stage.valueSpan("path")
        let overwrites = stage.truth("overwrite") || draft.settings.overwrites
        let isForMissing = stage.truth("if-missing")
        var target = SaveStep.Target.standardOutput
        var format: ImageFormat?
        switch stage["path"]?.value {
        case .standardStream?:
            if let first = draft.standardOutput {
                throw .target(.standardOutputTwice(span: span, first: first))
            }
            draft.standardOutput = span
        case .path(let template)?:
            // Which names wait for the run is a property of the program, not of what is cached.
            let text = draft.name(template, for: input, names: stage.names, blind: true)
            if let problem = SaveName.problem(ofFolder: template, text.description, span)
                ?? SaveName.problem(of: text.description, span)
            {
                throw .target(problem)
            }
            (target, format) = try named(template, text, input, span: span)
        default:
            target = .file(path: unnamed(input, in: draft))
            format = input.forecast.blind.format == nil ? .png : nil
        }
        if isForMissing {
            guard case .file(let path) = target else {
                throw .parameter(
                    .needs(
                        "if-missing", needed: "path",
                        why: "looks for a file whose name is known before the run",
                        fix: "name it by {stem}, {name} or {index}, or remove `if-missing`",
                        span: stage.span("if-missing")))
            }
            if draft.world.exists(path) {
                // Also what is there may be named once only.
                _ = try claim(
                    path, named: stage, origin: OwnFile.local, span: span, in: &draft)
                draft.present.append(path)
                return [input]
            }
        }
        let origin =
            input.forecast.provenance.model == nil ? OwnFile.local : draft.settings.origin
        var own: OwnFile?
        if case .file(let path) = target {
            own = try claim(path, named: stage, origin: origin, span: span, in: &draft)
        }
        if case .late(let text) = target, case .text(let start)? = text.parts.first,
            let slash = start.lastIndex(of: "/")
        {
            // The name waits for the run, its folder does not.
            let folder = String(start[...slash])
            if let why = draft.world.obstacle(toWriting: folder + "picture") {
                throw .target(.unwritable(text.description, why: why, span: span))
            }
        }
        var notes: [String] = []
        if let format, let from = input.forecast.format, format != from {
            notes.append("converted from \(from.rawValue) to \(format.rawValue) here")
            if !format.carriesAlpha, input.forecast.hasAlpha {
                draft.report(.target(.alphaLost("a .\(format.fileExtension) file", span: span)))
            }
        }
        var step = SaveStep(
            target: target, format: format, quality: stage.integer("quality"),
            overwrites: overwrites)
        step.own = own
        step.isPrivate = stage.truth("private")
        step.author = draft.settings.author
        step.origin = origin
        step.embedsRecipe = try embeds(stage, target, format ?? input.forecast.format)
        let identity = step.identity(of: input.identity)
        if case .file(let path) = target, draft.world.exists(path) {
            step.standing = standing(of: path, for: step, identity, from: input, in: draft)
            try checkReplacing(path, by: step, identity, span: span, in: &draft)
        }
        var inputs = [input.node]
        if case .late(let text) = target { inputs += text.nodes }
        _ = draft.add(
            .save(step), from: inputs, forecast: input.forecast,
            identity: identity, notes: notes, for: stage, isShared: false)
        return [input]
    }

    /// A name that the user gave: what it is, and the format that its extension asks for.
    private func named(
        _ template: Template, _ text: PlannedText, _ input: PlannedImage, span: Span
    ) throws(PlanProblem) -> (SaveStep.Target, ImageFormat?) {
        var wanted = template.fileExtension
        if case .field(let field, _, _)? = template.parts.last, [.ext, .name].contains(field),
            let known = text.known
        {
            wanted = FileName(known).ext
        }
        guard !wanted.isEmpty else {
            guard let known = text.known else { return (.late(text), nil) }
            let ext = input.forecast.blind.format?.fileExtension ?? "png"
            // What nobody can tell before the run is made to fit the name.
            return (.file(path: "\(known).\(ext)"), input.forecast.blind.format == nil ? .png : nil)
        }
        guard let format = ImageFormat(fileExtension: wanted),
            Self.writable.contains(format)
        else {
            throw .target(.unknownExtension(text.description, span: span))
        }
        guard let known = text.known else { return (.late(text), format) }
        return (.file(path: known), format)
    }

    /// `<stem, or a slug of the text>-<verbs>[-<index>]` with the extension of the bytes.
    private func unnamed(_ input: PlannedImage, in draft: PlanDraft) -> String {
        let origin = input.forecast.provenance
        let stem = origin.stem ?? origin.text.map { Slug.make($0.known ?? "image") } ?? "image"
        let name = ([stem] + origin.verbs).joined(separator: "-")
        let ext = input.forecast.blind.format?.fileExtension ?? "png"
        let folder = draft.settings.outputFolder
        let base = folder.isEmpty ? name : folder + (folder.hasSuffix("/") ? "" : "/") + name
        var path = "\(base).\(ext)"
        var index = 2
        while draft.targets[draft.world.identity(of: path)] != nil {
            path = "\(base)-\(index).\(ext)"
            index += 1
        }
        return path
    }

    /// A recipe goes where there is room for it, and is wanted.
    private func embeds(
        _ stage: VerbCall, _ target: SaveStep.Target, _ format: ImageFormat?
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
                    "embed", needed: "path", why: "is for PNG, JPEG and WebP, not \(format.title)",
                    fix: "save as .png, .jpg or .webp, or remove `embed:true`", span: span))
        }
        return true
    }

    /// - Returns: The file that stands there, where imgflow wrote it.
    private func claim(
        _ path: String, named stage: VerbCall, origin: String, span: Span,
        in draft: inout PlanDraft
    ) throws(PlanProblem) -> OwnFile? {
        let resolved = draft.world.resolved(path)
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
        let file = draft.world.identity(of: path)
        if let source = draft.sources[file] {
            throw .target(.isSource(path, span: span, source: source))
        }
        if let first = draft.targets[file] {
            var used: Set<String> = []
            if case .path(let template)? = stage["path"]?.value {
                for case .field(let field, nil, _) in template.parts { used.insert(field.rawValue) }
            }
            // A name holds the stem too.
            if used.contains("name") { used.insert("stem") }
            let fields = ["stem", "index", "seed"].filter { !used.contains($0) }
            throw .target(.twice(path, fields: fields, span: span, first: first))
        }
        if let why = draft.world.obstacle(toWriting: path) {
            throw .target(.unwritable(path, why: why, span: span))
        }
        draft.targets[file] = span
        guard draft.world.exists(path) else { return nil }
        let own = draft.world.ownFile(at: path)
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
