package import ImgflowLanguage

/// One stage for one image, as a verb plans it: the call, and everything around it that planning may
/// depend on.
package struct StageContext: Sendable {
    package var call: CheckedCall
    /// The verb saves or shows (`Signature.isSink`).
    let isSink: Bool
    /// Where the stage stands in the program.
    package let origin: StageOrigin
    /// The image that enters the stage. A verb that accepts none may still ask for its fields.
    package let input: PlannedImage?
    /// The images that `as` named before this stage.
    package let names: [String: PlannedImage]
    /// The values that were swept for this image, by their names.
    package let swept: [String: SweptValue]
    /// What verbs noted of this image, by the names of the fields.
    package let noted: [String: NotedField]
    /// The images of the call's image values, by where these stand.
    let values: [Span: PlannedImage]
    /// What must turn out so for the stage to be taken.
    let guards: Set<Guard>
    /// The calls of definitions around the stage, outermost first.
    let calls: [Span]
    /// The rounds of `repeat` around the stage, from 0, outermost first.
    let rounds: [Int]
    /// How many `tee` are around the stage.
    let asides: Int
    /// It is taken for this one image, whatever the run decides: what fails here fails the program.
    package let isAlone: Bool
    /// The format that the stages after this one would like.
    package var wish: FormatWish

    /// How far a copy's seed is from the first of the first round: rounds go on where the copies of the one
    /// before ended.
    func seedStep(_ copy: Int) -> Int {
        let count = integer("count") ?? 1
        // Rounds within rounds: far enough apart to meet nowhere.
        let round = rounds.reduce(0) { $0 * CheckedRepetition.most.upperBound + $1 }
        return copy + round * count
    }

    /// What a verb noted under this name; nil where none did.
    package func note(_ name: String) -> NotedField? {
        noted[name] ?? input?.forecast.provenance.noted[name]
    }

    /// The names of what verbs noted.
    package var notedNames: [String] { noted.keys.sorted() }

    /// What a word stands for in an order; nil where this image has no such field.
    package func operand(_ name: String) -> PlannedOperand? {
        if let value = swept[name] {
            let text = value.parts.compactMap(\.text).joined()
            return Double(text).map { .number($0) } ?? .text(PlannedText(text))
        }
        if let field = noted[name] ?? input?.forecast.provenance.noted[name] {
            return .noted(field.open)
        }
        guard let field = Field(rawValue: name), let input else { return nil }
        if field == .index { return .number(Double(origin.item)) }
        if field.isNumber { return .measure(field, of: input.node) }
        return .text(PlannedText(parts: [.field(field, of: input.node)]))
    }

    var site: StepSite { StepSite(origin: origin, guards: guards) }

    package var verb: String { call.verb }
    package var verbSpan: Span { call.verbSpan }

    package subscript(name: String) -> CheckedArgument? { call.arguments[name] }

    package func word(_ name: String) -> String? {
        if case .word(let word)? = self[name]?.value { word } else { nil }
    }

    package func text(_ name: String) -> Template? {
        if case .text(let text)? = self[name]?.value { text } else { nil }
    }

    package func integer(_ name: String) -> Int? {
        switch self[name]?.value {
        case .integer(let number), .pixels(let number): number
        default: nil
        }
    }

    /// Dots per inch that the stage gives the images it makes; nil where nothing in it asks for any.
    package var resolution: Int? { integer("dpi") }

    package func number(_ name: String) -> Double? {
        switch self[name]?.value {
        case .number(let number), .share(let number): number
        case .integer(let number), .pixels(let number): Double(number)
        default: nil
        }
    }

    /// `#RRGGBB` each.
    package func colors(_ name: String) -> [String]? {
        guard case .list(let items)? = self[name]?.value else { return nil }
        return items.compactMap { item in
            guard case .color(let red, let green, let blue) = item.value else { return nil }
            return SourceWriter.color(red, green, blue)
        }
    }

    package func truth(_ name: String) -> Bool {
        if case .truth(true)? = self[name]?.value { true } else { false }
    }

    /// Where a parameter was given, name and value, or the verb where it was not.
    package func span(_ name: String) -> Span { self[name]?.span ?? verbSpan }

    /// Where its value stands.
    package func valueSpan(_ name: String) -> Span { self[name]?.valueSpan ?? verbSpan }
}
