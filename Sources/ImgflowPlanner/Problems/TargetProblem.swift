package import ImgflowLanguage

/// What is wrong with a picture that is to be written.
package enum TargetProblem: Error, Sendable {
    /// - Parameter own: what another program wrote there.
    case exists(String, own: OwnFile? = nil, span: Span)
    /// A file is replaced under one of its names.
    case otherNames(String, count: Int, span: Span)
    /// A picture of the sandbox would replace one that was paid for.
    case replacesReal(String, span: Span)
    /// - Parameter fields: what would tell the images apart, and the name does not hold yet.
    case twice(String, fields: [String], span: Span, first: Span)
    case isSource(String, span: Span, source: Span)
    case unwritable(String, why: String, fix: String? = nil, span: Span)
    case unknownExtension(String, span: Span)
    case standardOutputTwice(span: Span, first: Span)
    case alphaLost(String, span: Span)
}

extension TargetProblem {
    package var diagnostic: Diagnostic {
        switch self {
        case .exists(let path, let own, let span):
            var note = "a program replaces what it wrote itself, as long as nobody changed it"
            if let own {
                let writer = own.author?.words ?? "a program that is not known any more"
                let day = own.time.map { " on \($0.prefix(10))" } ?? ""
                note += "; this was written by \(writer)\(day)"
            }
            return Diagnostic(
                .fileExists, "`\(path)` exists already", at: .init(span, "would replace it"),
                notes: [note],
                fix: "save under another name, or add `overwrite:true` (or --overwrite)")
        case .otherNames(let path, let count, let span):
            let isOne = count == 1
            let names =
                isOne ? "another name (a hard link)" : "\(count) other names (hard links)"
            return Diagnostic(
                .otherNames,
                "`\(path)` has \(names), which would keep the old picture",
                at: .init(span, "replaces it under this name alone"),
                fix:
                    "save under another name, or remove the other \(isOne ? "name" : "names") first"
            )
        case .replacesReal(let path, let span):
            return Diagnostic(
                .replacesReal, "`\(path)` was paid for, and the sandbox would replace it",
                at: .init(span, "a picture of the sandbox"),
                fix: "save under another name, or move the picture away first")
        case .twice(let path, let fields, let span, let first):
            return Diagnostic(
                .savedTwice, "two pictures would be saved as `\(path)`",
                at: .init(span, span == first ? "more than one picture comes here" : "again here"),
                and: span == first ? [] : [.init(first, "first here")],
                fix: fields.isEmpty
                    ? nil
                    : "tell them apart in the name: \(fields.map { "{\($0)}" }.joined(separator: ", "))"
            )
        case .isSource(let path, let span, let source):
            return Diagnostic(
                .savesOverSource,
                "`\(path)` is read by this program, and an input is never overwritten",
                at: .init(span, "would replace it"), and: [.init(source, "read here")],
                fix: "save under another name")
        case .unwritable(let path, let why, let fix, let span):
            return Diagnostic(
                .unwritable, "`\(path)` cannot be written: \(why)",
                at: .init(span, "to be written"),
                fix: fix ?? "save in a folder that you can write to")
        case .unknownExtension(let path, let span):
            return Diagnostic(
                .unknownExtension, "`\(path)` has an extension that imgflow does not write",
                at: .init(span, "which format?"),
                notes: ["it writes .png, .jpg, .webp, .tif, .gif and .avif"])
        case .standardOutputTwice(let span, let first):
            return Diagnostic(
                .standardOutputTwice, "standard output takes one picture",
                at: .init(span, "another one"),
                and: span == first ? [] : [.init(first, "the first")],
                fix: "save the others to files")
        case .alphaLost(let what, let span):
            return Diagnostic(
                .alphaLost, "\(what) has no transparency: what is transparent becomes white",
                at: .init(span, "loses the alpha"),
                fix: "use PNG or WebP, or name the color: convert jpeg background:\"#ffffff\"")
        }
    }
}
