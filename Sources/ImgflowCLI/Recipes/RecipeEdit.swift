import ImgflowEngine
import ImgflowLanguage
import ImgflowPlanner
import ImgflowVerbs

/// Changes to a recipe's text: one parameter of one stage, and the name of what is saved.
struct RecipeEdit {
    private var edit: ProgramEdit
    var text: String { edit.text }

    private let catalog: Catalog

    init(_ text: String, _ catalog: Catalog) {
        self.catalog = catalog
        edit = ProgramEdit(text, catalog)
    }

    /// Saves under another name.
    mutating func save(as path: String) {
        guard let call = edit.calls.last(where: { $0.verb.text == "save" }) else { return }
        edit.set("path", of: call, to: SourceWriter.string(path))
    }

    /// - Parameter wish: `text=calm sea`, or `inpaint.text=calm sea` where several stages have it.
    mutating func set(_ wish: String) throws(CLIError) {
        let parts = wish.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw CLIError(
                message: "expected --set name=value, found `\(wish)`",
                hints: ["for example --set text=\"calm sea\", or --set inpaint.text=…"])
        }
        let path = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let name = String(path[path.count - 1])
        let verb = path.count > 1 ? String(path[0]) : nil
        guard let (call, parameter) = edit.taker(of: name, verb: verb) else {
            throw unknown(name, verb)
        }
        let text =
            parameter.type.takesString ? SourceWriter.string(String(parts[1])) : String(parts[1])
        edit.set(name, of: call, to: text)
    }

    private func unknown(_ name: String, _ verb: String?) -> CLIError {
        let names = Set(
            edit.calls.filter { verb == nil || $0.verb.text == verb }.flatMap { call in
                catalog[call.verb.text]?.allParameters.map(\.name) ?? []
            }
        ).sorted()
        let near = NearestName.of(name, in: names)
        let place = verb.map { "`\($0)` of the recipe" } ?? "no stage of the recipe"
        return CLIError(
            message: verb == nil
                ? "\(place) accepts `\(name)`" : "\(place) does not accept `\(name)`",
            hints: [
                near.map { "did you mean `\($0)`?" } ?? "it has \(names.joined(separator: ", "))"
            ])
    }
}

extension ValueType {
    /// It is written in quotes.
    fileprivate var takesString: Bool {
        switch self {
        case .text, .path, .color, .image: true
        case .either(let types): types.contains(where: \.takesString)
        default: false
        }
    }
}
