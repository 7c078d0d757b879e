package import ImageFacts
package import ImgflowLanguage

/// What is wrong with an image that is to be written.
package enum TargetProblem: Error, Sendable {
    /// - Parameter own: what another program wrote there.
    case exists(String, own: OwnFile? = nil, span: Span)
    /// A file is replaced under one of its names.
    case otherNames(String, count: Int, span: Span)
    /// An image of the sandbox would replace one that was paid for.
    case replacesReal(String, span: Span)
    /// - Parameter fields: what would tell the images apart, and the name does not hold yet.
    case twice(String, fields: [String], span: Span, first: Span)
    case isSource(String, span: Span, source: Span)
    case unwritable(String, why: String, fix: String? = nil, span: Span)
    case unknownExtension(String, span: Span)
    case standardOutputTwice(span: Span, first: Span)
    case alphaLost(String, span: Span)
    case credentialsLost(span: Span)
    /// - Parameter fitting: the longest side that `resize` may make of it.
    case tooLongFor(String, PixelSize, limit: Int, fitting: Int, span: Span)
}

extension TargetProblem {
    package var diagnostic: Diagnostic {
        switch self {
        case .exists(let path, let own, let span):
            var note =
                "imgflow replaces a file only if the same program wrote it and it has not changed since"
            if let own {
                let writer = own.author?.words ?? "an unknown program"
                let day = own.time.map { " on \($0.prefix(10))" } ?? ""
                note += "; this was written by \(writer)\(day)"
            }
            return Diagnostic(
                .fileExists, "`\(path)` already exists", at: .init(span, "would replace it"),
                notes: [note],
                fix: "save under another name, or add `overwrite:true` (or --overwrite)")
        case .otherNames(let path, let count, let span):
            let isOne = count == 1
            return Diagnostic(
                .otherNames,
                "`\(path)` has \(Self.hardLinks(count)), which would keep the old image",
                at: .init(span, "replaces it under this name only"),
                fix:
                    "save under another name, or remove the other \(isOne ? "name" : "names") first"
            )
        case .replacesReal(let path, let span):
            return Diagnostic(
                .replacesReal, "`\(path)` was paid for, and the sandbox would replace it",
                at: .init(span, "a sandbox image"),
                fix: "save under another name, or move the image away first")
        case .twice(let path, let fields, let span, let first):
            return Diagnostic(
                .savedTwice, "two images would be saved as `\(path)`",
                at: .init(span, span == first ? "more than one image arrives here" : "again here"),
                and: span == first ? [] : [.init(first, "first here")],
                fix: fields.isEmpty
                    ? nil
                    : "distinguish them in the name: \(fields.map { "{\($0)}" }.joined(separator: ", "))"
            )
        case .isSource(let path, let span, let source):
            return Diagnostic(
                .savesOverSource,
                "`\(path)` is an input of this program and cannot be overwritten",
                at: .init(span, "would replace it"), and: [.init(source, "read here")],
                fix: "save under another name")
        case .unwritable(let path, let why, let fix, let span):
            return Diagnostic(
                .unwritable, "`\(path)` cannot be written: \(why)",
                at: .init(span, "to be written"),
                fix: fix ?? "save in a folder that you can write to")
        case .unknownExtension(let path, let span):
            return Diagnostic(
                .unknownExtension, "`\(path)` has an unsupported extension",
                at: .init(span, "which format?"),
                notes: ["valid extensions: .png, .jpg, .webp, .tif, .gif, .avif"])
        case .standardOutputTwice(let span, let first):
            return Diagnostic(
                .standardOutputTwice, "standard output accepts one image",
                at: .init(span, "a second image"),
                and: span == first ? [] : [.init(first, "the first image")],
                fix: "save the others to files")
        case .alphaLost(let what, let span):
            return Diagnostic(
                .alphaLost,
                "\(what) does not support transparency: transparent pixels become white",
                at: .init(span, "drops the alpha channel"),
                fix:
                    "use PNG or WebP, or choose another background color: | convert jpeg background:\"#ffffff\""
            )
        case .tooLongFor(let format, let size, let limit, let fitting, let span):
            return Diagnostic(
                .tooLongForFormat,
                "\(size) is too large for \(format), which supports sides of at most \(Grouped(limit)) px",
                at: .init(span, "a side is too long"),
                fix: "save as .png or .tif, or add `| resize \(fitting)x\(fitting)` before it")
        case .credentialsLost(let span):
            return Diagnostic(
                .credentialsLost,
                "the image is signed with Content Credentials, which only its own bytes carry",
                at: .init(span, "makes other bytes, without them"),
                fix:
                    "keep the signed original next to it: tee { save \"signed/{name}\" } before this"
            )
        }
    }

    /// - Parameter count: of names that a file has besides the one in question.
    package static func hardLinks(_ count: Int) -> String {
        count == 1 ? "another name (a hard link)" : "\(count) other names (hard links)"
    }
}
