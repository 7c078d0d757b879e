package import ImgflowLanguage
import ImgflowModels
package import ImgflowPlanner

/// A verb that asks a model about images, and passes them on.
package protocol SeeingVerb: Verb {}

extension SeeingVerb {
    package func wish(_ call: CheckedCall) -> FormatWish { .passes }
}

/// The parameters that the seeing verbs share.
enum SeeingParameters {
    static let model = Parameter(
        "model", .word(SeeingModels.all.map(\.name)), default: SeeingModels.standard.name,
        "pin a model")

    static let region: Parameter = {
        var seen: Set<String> = []
        let regions = SeeingModels.all.flatMap { $0.routes.flatMap(\.regions) }
            .filter { seen.insert($0).inserted }
        return Parameter(
            "region", .word(regions), "the AWS Region to call; overrides the planner's choice")
    }()

    /// Where image models are not.
    static let furtherRegions: [String] = {
        guard case .word(let all) = region.type else { return [] }
        return all.filter { !Models.regions.contains($0) }
    }()

    static func into(_ name: String) -> Parameter {
        Parameter(
            "into", .name, default: name, "the name of the field, to be used as {\(name)}")
    }

    static var common: [Parameter] { [model, region, Common.fresh] }
}

extension PlanBuilder {
    /// Words on an image sway whoever judges it. Source: docs/vision-models.md, 4.
    mutating func warnOfWords(on images: [PlannedImage], for stage: StageContext) {
        let writers = ["label", "overlay", "sheet"]
        for image in images {
            let made = graph.stages[image.node]?.verb ?? ""
            let verbs = image.forecast.provenance.verbs + (made == "sheet" ? [made] : [])
            guard let writer = verbs.last(where: writers.contains) else { continue }
            return report(
                .image(.wordsOnImage(by: writer, verb: stage.verb, span: stage.verbSpan)),
                for: stage)
        }
    }
}

extension StageContext {
    /// The name of the field that the stage makes.
    ///
    /// - Throws: where an image has a field of that name anyway.
    func fieldName(default name: String) throws(PlanProblem) -> String {
        guard let word = word("into") else { return name }
        try Self.checkFree(word, parameter: "into", at: span("into"))
        return word
    }

    static func checkFree(
        _ word: String, parameter: String? = nil, at span: Span
    ) throws(PlanProblem) {
        guard Field(rawValue: word) == nil else {
            throw .parameter(
                .fieldTaken(
                    word, by: "a field that every image has", parameter: parameter, span: span))
        }
    }
}
