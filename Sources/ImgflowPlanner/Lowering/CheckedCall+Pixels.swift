import ImgflowLanguage

extension CheckedCall {
    /// The call with its lengths on paper in pixels, and the `dpi` that they were counted with.
    func inPixels(_ signature: Signature) throws(PlanProblem) -> CheckedCall {
        var dpi = PrintLength.usualResolution
        if case .integer(let given)? = arguments["dpi"]?.value { dpi = given }
        var call = self
        var first: CheckedArgument?
        for (name, argument) in arguments.sorted(by: { $0.value.span.start < $1.value.span.start })
        {
            guard let type = signature.parameter(named: name)?.type,
                let value = try argument.value.inPixels(
                    dpi: dpi, as: type, parameter: name, at: argument.valueSpan)
            else { continue }
            call.arguments[name]?.value = value
            first = first ?? argument
        }
        if let first, arguments["dpi"] == nil {
            call.arguments["dpi"] = CheckedArgument(
                .integer(dpi), valueSpan: first.valueSpan, span: first.span)
        }
        return call
    }
}

extension CheckedValue {
    /// Nil where it is no length on paper.
    fileprivate func inPixels(
        dpi: Int, as type: ValueType, parameter: String, at span: Span
    ) throws(PlanProblem) -> CheckedValue? {
        func pixels(_ length: PrintLength, ofSize: Bool) throws(PlanProblem) -> Int {
            let pixels = length.pixels(dpi: dpi)
            if let range = type.sides(ofSize: ofSize), !range.contains(pixels) {
                throw .parameter(
                    .printedOutOfRange(
                        length, pixels: pixels, dpi: dpi, expected: range, parameter: parameter,
                        span: span))
            }
            return pixels
        }
        switch self {
        case .printLength(let length): return .pixels(try pixels(length, ofSize: false))
        case .printSize(let width, let height):
            return .size(
                width: try pixels(width, ofSize: true), height: try pixels(height, ofSize: true))
        case .list(let items):
            var result: [CheckedItem] = []
            var isPrinted = false
            for var item in items {
                if let value = try item.value.inPixels(
                    dpi: dpi, as: type, parameter: parameter, at: item.span)
                {
                    item.value = value
                    isPrinted = true
                }
                result.append(item)
            }
            return isPrinted ? .list(result) : nil
        default: return nil
        }
    }
}
