/// Which call a cursor stands in, and which of its parameters is being written.
extension Completer {
    package struct CallPlace: Sendable {
        package var signature: Signature
        /// Nil between two arguments.
        package var parameter: Parameter?
    }

    /// - Parameter text: the program up to the cursor.
    package func call(behind text: String) -> CallPlace? {
        let source = SourceText(name: "", text: text)
        var tokens = Lexer.tokens(of: source)
        if case .comment? = tokens.last?.kind { return nil }
        let isWriting = tokens.last?.isBeingWritten == true || tokens.last?.isString == true
        if isWriting { tokens.removeLast() }
        let names = ProgramNames(tokens, catalog)
        let place = CompletionPlace(behind: tokens)
        for frame in [place] + place.outer.reversed() {
            guard let call = call(in: frame, names) else { continue }
            return call
        }
        return nil
    }

    private func call(
        in place: CompletionPlace, _ names: ProgramNames
    ) -> CallPlace? {
        var tokens = place.segment
        if ["let", "def"].contains(tokens.first?.word) {
            guard let equal = tokens.firstIndex(where: { $0.kind == .punctuation(.equal) }) else {
                return nil
            }
            tokens.removeSubrange(...equal)
        }
        if tokens.first?.word == "set" { tokens.removeFirst() }
        guard let verb = tokens.first?.word, let signature = signature(verb, names) else {
            return nil
        }
        if let name = tokens.last?.parameterName {
            return CallPlace(signature: signature, parameter: signature.parameter(named: name))
        }
        let parameter = hasPositional(tokens) ? nil : signature.positional
        return CallPlace(signature: signature, parameter: parameter)
    }
}

extension Token {
    fileprivate var isString: Bool { if case .string = kind { true } else { false } }
}
