import ImageFacts
package import ImgflowLanguage
import ImgflowModels

extension Forecast {
    /// What a field says; nil where only the run can tell.
    package func value(of field: Field) -> String? {
        let origin = provenance
        guard !origin.open.contains(field) else { return nil }
        switch field {
        case .stem:
            if let stem = origin.stem { return stem }
            guard let text = origin.text else { return "image" }
            return text.known.map(Slug.make)
        case .name:
            let stem = origin.stem ?? "image"
            guard let ext = origin.ext, !ext.isEmpty else { return stem }
            return "\(stem).\(ext)"
        case .ext: return format?.fileExtension
        case .dir: return origin.dir ?? "."
        case .index: return "\(origin.index)"
        case .width, .height:
            guard case .exact(let size) = size else { return nil }
            return "\(field == .width ? size.width : size.height)"
        case .seed:
            if let seed = origin.seed { return "\(seed)" }
            return origin.model == nil ? "none" : nil
        case .model: return origin.model ?? "none"
        case .verb: return origin.verbs.last ?? "load"
        case .text:
            guard let text = origin.text else { return "" }
            return text.known
        }
    }
}
