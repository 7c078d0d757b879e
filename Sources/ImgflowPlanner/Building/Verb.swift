package import ImageFacts
package import ImgflowLanguage
package import ImgflowModels

/// A verb: its signature, and how a call of it becomes steps of a plan.
package protocol Verb: Sendable {
    var signature: Signature { get }

    /// Adds the steps of one call for one image that enters it (nil where none does), and gives the
    /// images that leave it. What is wrong is thrown, or reported on the draft where more can follow.
    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage]

    /// What this verb asks of the format of the picture that enters it.
    func wish(_ call: CheckedCall) -> FormatWish

    /// The models that it may call.
    var models: [any BedrockModel.Type] { get }
}

extension Verb {
    /// Those that it can be told by `model:`.
    package var models: [any BedrockModel.Type] {
        guard case .word(let names)? = signature.parameter(named: "model")?.type else { return [] }
        return names.compactMap(Models.named)
    }

    package func wish(_ call: CheckedCall) -> FormatWish { .any }
}

/// A verb that takes all the images of the stream at once: `sheet`.
package protocol StreamVerb: Verb {
    /// - Parameter stages: the call as each image sees it, with the image; at least one.
    func plan(
        _ stages: [VerbCall], in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage]
}

extension StreamVerb {
    package func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] { try plan([stage], in: &draft) }
}

/// A stage looks ahead: a `save "a.jpg"` behind it spares a conversion when the model writes JPEG.
package enum FormatWish: Hashable, Sendable {
    case any
    /// The picture goes on as it is; the next stage decides.
    case passes
    case format(ImageFormat)
}

/// An image of the plan: the node that makes it and what is known of it.
package struct PlannedImage: Sendable {
    package var node: PlanNode.ID
    package var forecast: Forecast
    package var identity: Identity
}

/// A call of a verb as the planner hands it over: the arguments and what surrounds them.
package struct VerbCall: Sendable {
    package var call: CheckedCall
    /// The format that the stages behind this one would like.
    package var wish: FormatWish
    package var statement: Int
    package var item: Int
    /// The image that enters the stage; also a verb that takes none may ask for its fields.
    package var image: PlannedImage? = nil
    /// The images that `as` has named on the way here.
    package var names: [String: PlannedImage]

    package var verb: String { call.verb }
    package var verbSpan: Span { call.verbSpan }

    /// The values that were swept for this image, by their names.
    package var swept: [String: SweptValue] = [:]

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

    package func number(_ name: String) -> Double? {
        switch self[name]?.value {
        case .number(let number), .share(let number): number
        case .integer(let number): Double(number)
        default: nil
        }
    }

    /// `#RRGGBB` each.
    package func colors(_ name: String) -> [String]? {
        guard case .list(let items)? = self[name]?.value else { return nil }
        return items.compactMap { item in
            guard case .color(let red, let green, let blue) = item.value else { return nil }
            return "#"
                + [red, green, blue].map { byte in
                    let digits = String(byte, radix: 16, uppercase: true)
                    return digits.count == 1 ? "0" + digits : digits
                }.joined()
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
