package import ImageFacts
package import ImgflowLanguage
package import ImgflowModels

/// A verb of the language: its signature, and how a stage becomes steps of a plan.
package protocol Verb: Sendable {
    var signature: Signature { get }

    /// Adds the steps of one stage for one image, and returns the images that leave it.
    ///
    /// - Throws: what is wrong with the stage. A problem after which planning can continue is reported on
    ///   the builder instead.
    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage]

    /// The format this verb would like its input to have.
    func wish(_ call: CheckedCall) -> FormatWish

    /// Every model it may call.
    var models: [any BedrockModel.Type] { get }

    /// The parameters that name a file to be written: fields such as `{bytes}` are of that file.
    var namesOfResults: Set<String> { get }
}

extension Verb {
    /// The built-in models among the values of `model:`.
    package var models: [any BedrockModel.Type] {
        guard case .word(let names)? = signature.parameter(named: "model")?.type else { return [] }
        return names.compactMap(Models.named)
    }

    package func wish(_ call: CheckedCall) -> FormatWish { .any }

    package var namesOfResults: Set<String> { [] }
}

/// A verb that uses all images of the stream at once, such as `sheet`.
package protocol StreamVerb: Verb {
    /// - Parameter stages: the stage in the context of each image; at least one.
    /// - Throws: as `Verb.plan` does.
    func plan(
        _ stages: [StageContext], in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage]
}

extension StreamVerb {
    package func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] { try self.plan([stage], in: &plan) }
}

/// A verb that puts the images of the stream in an order, or keeps some of them.
package protocol OrderingVerb: Verb {
    /// - Parameter stages: the stage in the context of each image; at least one.
    func order(
        _ stages: [StageContext], in plan: inout PlanBuilder
    ) throws(PlanProblem) -> Ordering
}

extension OrderingVerb {
    package func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] { stage.input.map { [$0] } ?? [] }
}

package enum Ordering {
    /// Known before the run: places of images, from 0.
    case places([Int])
    /// Only the run knows which these are.
    case images([PlannedImage])
}

/// The format that later stages would like. If `save "a.jpg"` follows a call, asking the model for JPEG
/// avoids a conversion.
package enum FormatWish: Hashable, Sendable {
    case any
    /// The stage passes the image on unchanged, so the next stage decides.
    case passes
    case format(ImageFormat)
}
