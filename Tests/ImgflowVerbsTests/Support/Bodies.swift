import Foundation
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import Testing

/// Requests as they would be sent, to compare field by field.
enum Bodies {
    /// `a.png` 640x427, `square.png` 1024x1024, `mask.png` as `a.png`.
    private static let desk = Result {
        Desk(pictures: [
            "a.png": try Picture.gradient(640, 427), "mask.png": try Picture.mask(640, 427),
            "b.png": try Picture.gradient(500, 400), "c.png": try Picture.gradient(400, 500),
            "square.png": try Picture.gradient(1_024, 1_024),
        ])
    }

    static func plan(_ program: String) throws -> Plan {
        let (plan, diagnostics) = try desk.get().plan(program)
        let errors = diagnostics.filter { $0.severity == .error }.map { "\($0.code) \($0.message)" }
        return try #require(plan, "\(program): \(errors)")
    }

    /// The body, each picture as its role: `"IMAGE"`.
    static func text(_ call: ModelCall) -> String {
        RequestWriter.text(call.request) { $0.rawValue.uppercased() }
    }

    /// Every value by its path: `imageGenerationConfig.seed` is `42`; lists by their indices.
    static func fields(_ body: String) throws -> [String: String] {
        let json = try JSONSerialization.jsonObject(with: Data(body.utf8))
        var fields: [String: String] = [:]
        func walk(_ value: Any, _ path: String) throws {
            switch value {
            case let object as [String: Any]:
                for (name, value) in object {
                    try walk(value, path.isEmpty ? name : "\(path).\(name)")
                }
            case let list as [Any]:
                for (index, value) in list.enumerated() { try walk(value, "\(path)[\(index)]") }
            default:
                let data = try JSONSerialization.data(
                    withJSONObject: value, options: [.fragmentsAllowed, .withoutEscapingSlashes])
                fields[path] = String(decoding: data, as: UTF8.self)
            }
        }
        try walk(json, "")
        return fields
    }
}
