import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// How what is found becomes a mask.
struct FindingOptions {
    var outline = FoundMaskOperation.Outline.box
    var wantsAll = false
    var grow: Length?
    var takesWhole = false
    /// Where the words stand for the mask of another verb.
    var mask: MaskWords?
}

extension PlanBuilder {
    /// A mask of what words name: a model finds its box, which is a call of its own.
    mutating func found(
        _ words: Template, in image: PlannedImage, _ options: FindingOptions = FindingOptions(),
        for stage: StageContext
    ) throws(PlanProblem) -> PlannedImage {
        let text = stage.filled(words)
        var look = Look(
            FindQuestion(wantsAll: options.wantsAll), texts: [(text, words.span)],
            images: [(.image, image)],
            notes: ["looks for `\(Preview(text.description))`"])
        look.mask = options.mask
        let found = try self.look(look, for: stage)
        let operation = FoundMaskOperation(
            words: text.known ?? text.description,
            boxes: PlannedText(parts: [.noted(found.field(FindQuestion.boxes, as: "boxes").open)]),
            outline: options.outline, grow: options.grow, takesWhole: options.takesWhole)
        // What is cached is told before the run, where it fails the program: else the run goes on without
        // the image, as the first one did.
        if stage.isAlone, let boxes = found.known?[FindQuestion.boxes],
            let problem = operation.problem(with: SeenBox.boxes(in: boxes))
        {
            throw .parameter(.found(problem, span: words.span))
        }
        let mask = try free(operation, on: image, for: stage)
        graph.maskedImages[mask.node] = picture(of: image)
        return mask
    }

    /// The mask that words name, where the model that is called reads no words.
    ///
    /// - Parameter namesRest: the words name what stays, and the mask shows what changes.
    mutating func located(
        _ mask: MaskParameter, in image: PlannedImage, namesRest: Bool = false,
        for stage: StageContext
    ) throws(PlanProblem) -> MaskParameter {
        guard case .words(let words) = mask else { return mask }
        var finding = stage
        // These are of the call that changes the image; and what was found once is not asked again.
        for name in finding.call.arguments.keys where name != "region" {
            finding.call.arguments[name] = nil
        }
        if let region = stage.word("region"),
            !settings.models.seeing.contains(where: { $0.card.regions.contains(region) })
        {
            finding.call.arguments["region"] = nil
        }
        finding.wish = .any
        let options = FindingOptions(mask: MaskWords(span: words.span, namesRest: namesRest))
        var found = try self.found(words, in: image, options, for: finding)
        if namesRest {
            let name = Preview(stage.filled(words).description)
            found = try free(
                InvertOperation(), on: found,
                notes: ["`\(name)` stays, and all around it is repainted"], for: finding)
        }
        return .picture(found)
    }
}
