import ImgflowLanguage
import ImgflowReports
import JSONRPC

/// What the verb that is being written takes, and which of it is being written.
struct SignatureHelp {
    private let completer: Completer

    init(_ completer: Completer) { self.completer = completer }

    /// - Parameters:
    ///   - text: the program up to the cursor.
    ///   - used: what other files bring in, as text in front of it.
    func answer(behind text: String, _ used: String) -> JSON {
        guard let call = completer.call(behind: used + text) else { return nil }
        let signature = call.signature
        let parameters = signature.allParameters
        let labels = parameters.map { parameter in
            parameter.name == signature.positional?.name
                ? "<\(parameter.name)>" : "\(parameter.name):"
        }
        var answer: [String: JSON] = [
            "signatures": [
                [
                    "label": .string(([signature.name] + labels).joined(separator: " ")),
                    "documentation": .string(signature.summary),
                    "parameters": .array(
                        zip(parameters, labels).map { parameter, label in
                            [
                                "label": .string(label),
                                "documentation": .string(VerbHelp.line(parameter)),
                            ]
                        }),
                ]
            ],
            "activeSignature": 0,
        ]
        let active = parameters.firstIndex { $0.name == call.parameter?.name }
        // A number beyond them all is none of them.
        answer["activeParameter"] = .integer(active ?? parameters.count)
        return .object(answer)
    }
}
