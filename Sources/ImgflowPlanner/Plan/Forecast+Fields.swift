import ImageFacts
package import ImgflowLanguage
import ImgflowModels

/// What an image says where a field of it is asked for.
package enum FieldValue: Hashable, Sendable {
    case known(String)
    /// Only the run can tell.
    case open
    /// It has none, and never will.
    case missing(FieldGap)

    package var known: String? { if case .known(let text) = self { text } else { nil } }
}

/// Why an image has no value of a field.
package enum FieldGap: Hashable, Sendable {
    /// A verb changed it, and it is not saved yet.
    case changed
    /// It comes of no file.
    case noFile
    /// Nothing in its file says when it was taken.
    case noDate
}

extension Forecast {
    /// What a field says; nil where only the run can tell, or nothing does.
    package func value(of field: Field) -> String? { reading(of: field).known }

    package func reading(of field: Field) -> FieldValue {
        let origin = provenance
        guard !origin.open.contains(field), !openFacts.contains(field) else { return .open }
        func or(_ text: String?) -> FieldValue { text.map { .known($0) } ?? .open }
        switch field {
        case .stem:
            if let stem = origin.stem { return .known(stem) }
            guard let text = origin.text else { return .known("image") }
            return or(text.known.map(Slug.make))
        case .name:
            let stem = origin.stem ?? "image"
            guard let ext = origin.ext, !ext.isEmpty else { return .known(stem) }
            return .known("\(stem).\(ext)")
        case .ext: return or(format?.fileExtension)
        case .dir: return .known(origin.dir ?? ".")
        case .index: return .known("\(origin.index)")
        case .width, .height:
            guard case .exact(let size) = size else { return .open }
            return .known("\(field == .width ? size.width : size.height)")
        case .seed:
            if let seed = origin.seed { return .known("\(seed)") }
            return origin.model == nil ? .known("none") : .open
        case .model: return .known(origin.model ?? "none")
        case .verb: return .known(origin.verbs.last ?? "load")
        case .text:
            guard let text = origin.text else { return .known("") }
            return or(text.known)
        case .format: return or(format?.rawValue)
        case .dpi: return .known(dpi.map(SourceWriter.number) ?? "none")
        case .alpha: return .known("\(hasAlpha)")
        case .bytes, .hash:
            switch coded {
            case .known(let bytes, let hash): return .known(field == .bytes ? "\(bytes)" : hash)
            case .open: return .open
            case .none: return .missing(.changed)
            }
        case .page: return origin.page.map { .known("\($0)") } ?? .missing(.noFile)
        case .date:
            if let date = origin.date { return .known(date) }
            return .missing(origin.page == nil ? .noFile : .noDate)
        }
    }
}
