package import ImageFacts
package import ImgflowLanguage

/// What is wrong with an image that is to be read.
package enum SourceProblem: Error, Sendable {
    case missingFile(String, near: String?, span: Span)
    case unusableFile(String, why: String, span: Span)
    /// Some of many.
    case unusableFiles([(path: String, why: String)], of: Int, span: Span)
    /// - Parameter better: a pattern that matches something.
    case nothingMatches(String, better: String?, span: Span)
    case otherExtensions(Int, choice: String, span: Span)
    case emptyFolder(String, span: Span)
    case pathKnownTooLate(span: Span)
    case noStandardInput(span: Span)
    case unusableStandardInput(why: String, span: Span)
    /// Another image, of this format, stands behind the first.
    case moreOnStandardInput(ImageFormat, span: Span)
    case onlyOwn(count: Int, span: Span)
    /// The file has the same name in another Unicode form.
    case otherForm(String, span: Span)
    case skipsOwn(count: Int, span: Span)
    case loadsWhatIsSaved(String, span: Span, save: Span)
    case noPage(String, Int, of: Int, span: Span)
}

extension SourceProblem {
    private static let filesShown = 5

    /// Another path in the place of one.
    private static func edits(_ span: Span, _ path: String?) -> [SourceEdit] {
        path.map { [SourceEdit(span, SourceWriter.string($0))] } ?? []
    }

    package var diagnostic: Diagnostic {
        switch self {
        case .missingFile(let path, let near, let span):
            return Diagnostic(
                .missingFile, "file not found: `\(Preview.path(path))`",
                at: .init(span, "not found"),
                fix: path.hasPrefix("~")
                    ? "write the full path: only `~/`, your own home folder, is supported"
                    : near.map { "did you mean `\($0)`?" },
                edits: path.hasPrefix("~") ? [] : Self.edits(span, near))
        case .noPage(let path, let number, let count, let span):
            return Diagnostic(
                .noPage,
                "`\(Preview.path(path))` has \(Count(count, "page")), and no page \(number)",
                at: .init(span, "not in the file"),
                fix: count == 1 ? "remove `page`" : "use page:1 to page:\(count), or page:all",
                edits: [SourceEdit(span, count == 1 ? "" : "page:\(count)")])
        case .unusableFile(let path, let why, let span):
            return Diagnostic(
                .unusableImage, "`\(Preview.path(path))` cannot be used: \(why)",
                at: .init(span, "not an image"),
                notes: ["imgflow reads PNG, JPEG, WebP, GIF, TIFF, AVIF and HEIF"])
        case .unusableFiles(let files, let count, let span):
            let shown = files.prefix(Self.filesShown)
            let rest = files.count - shown.count
            return Diagnostic(
                .unusableImage,
                "\(files.count) of \(Count(count, "file")) cannot be used",
                at: .init(span, "matches \(files.count == 1 ? "it" : "them") too"),
                notes: shown.map { "`\($0.path)`: \($0.why)" }
                    + (rest > 0 ? ["and \(rest) more"] : []),
                fix: files.count < count
                    ? "to load the others: add `unreadable:skip`, or run with --keep-going"
                    : "name other files"
            )
        case .otherExtensions(let count, let choice, let span):
            return Diagnostic(
                .otherExtensions,
                "\(Count(count, "file")) whose extension differs in case \(count == 1 ? "is" : "are") not matched",
                at: .init(span, "patterns are case-sensitive"),
                fix: "write \"\(choice)\", or add `case:ignore`", edits: Self.edits(span, choice))
        case .nothingMatches(let pattern, let better, let span):
            return Diagnostic(
                .nothingMatches, "no file matches `\(Preview.path(pattern))`",
                at: .init(span, "no match"),
                fix: better.map { "write \"\($0)\"" }
                    ?? "fix the pattern, or add `empty:ok` if no match is fine",
                edits: Self.edits(span, better))
        case .emptyFolder(let path, let span):
            return Diagnostic(
                .nothingMatches, "no images in the folder `\(path)`",
                at: .init(span, "no match"),
                fix: "name another folder, or add `empty:ok` if an empty one is fine")
        case .pathKnownTooLate(let span):
            return Diagnostic(
                .pathKnownTooLate, "this path is known only during the run",
                at: .init(span, "contains a field of an image that does not exist yet"),
                fix: "use fields known before the run: {stem}, {name}, {ext}, {dir}, {index}")
        case .noStandardInput(let span):
            return Diagnostic(
                .noStandardInput, "standard input is a terminal",
                at: .init(span, "reads an image from it"),
                fix: "pipe an image into it: imgflow … < a.png")
        case .unusableStandardInput(let why, let span):
            return Diagnostic(
                .unusableImage, "standard input cannot be used: \(why)",
                at: .init(span, "not an image"),
                notes: ["imgflow reads PNG, JPEG, WebP, GIF, TIFF, AVIF and HEIF"])
        case .moreOnStandardInput(let format, let span):
            return Diagnostic(
                .moreOnStandardInput,
                "standard input holds more than one image: only the first is loaded",
                at: .init(span, "another image (\(format.title)) comes after it"),
                fix: "to load them all, name the files: load \"*.\(format.fileExtension)\"")
        case .onlyOwn(let count, let span):
            return Diagnostic(
                .onlyOwn,
                "all \(Count(count, "image")) here were written by imgflow",
                at: .init(span, "no other match"),
                fix: "add `own:true` to include them",
                edits: [SourceEdit(Span(span.end, span.end), " own:true")])
        case .skipsOwn(let count, let span):
            return Diagnostic(
                .skipsOwn,
                "\(Count(count, "image")) that imgflow wrote \(count == 1 ? "is" : "are") skipped",
                at: .init(span, "matches \(count == 1 ? "it" : "them") too"),
                fix: "add `own:true` to include \(count == 1 ? "it" : "them")")
        case .otherForm(let path, let span):
            return Diagnostic(
                .otherForm,
                "`\(path)` is read from a file whose name has another Unicode form",
                at: .init(span, "no file name has these exact bytes"),
                notes: ["letters with marks can be encoded as one character or two"])
        case .loadsWhatIsSaved(let path, let span, let save):
            return Diagnostic(
                .loadsWhatIsSaved, "`\(path)` is what an earlier line saves",
                at: .init(span, "reads the file as it was before the run"),
                and: [.init(save, "writes it")],
                fix: "name the images instead: let result = …, and continue with $result")
        }
    }
}
