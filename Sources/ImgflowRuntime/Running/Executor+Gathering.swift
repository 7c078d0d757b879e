import ImgflowImages
import ImgflowPlanner
import ImgflowVerbs

/// Work that takes whichever images come, and words that wait for the run.
extension Executor {
    /// Work on those images that came.
    func gather(
        _ node: PlanNode, _ operation: any GatheringOperation,
        _ inputs: [PlanNode.ID: Produced], _ failed: Set<PlanNode.ID>
    ) async throws -> Step {
        let images = node.inputs.map { id -> Gathered in
            if let image = inputs[id]?.image { return .image(image) }
            return failed.contains(id) ? .failed : .absent
        }
        let image = try await PixelWork.runUntilCancelled {
            try check(operation, of: node)
            return try operation.apply(to: images).resolved(dpi: node.dpi)
        }
        let identity = Identity.none.applying(
            operation,
            with: node.inputs.map { id in
                inputs[id]?.identity
                    ?? .missing(failed.contains(id) ? "failed" : "absent")
            }
        ).resolved(dpi: node.dpi)
        var made = Produced(
            image: image, identity: identity, provenance: node.forecast.provenance)
        made.calls = earlier(inputs)
        return Step(produced: made, finish: .free)
    }

    /// The font is still the one that was planned. Letters that no font has are told, where the plan did not
    /// know the text. Blocks.
    func check(_ operation: any FreeOperation, of node: PlanNode) throws {
        guard let drawn = operation as? any DrawnText else { return }
        if let file = drawn.font.file, try FileSystem.hash(of: file.path) != file.hash {
            throw RunFailure.other("`\(file.path)` was changed after the plan was made")
        }
        guard case .free(let planned) = node.action, let before = planned as? any DrawnText,
            before.texts.contains(where: { $0.known == nil })
        else { return }
        let letters = drawn.lettersWithoutFont
        if !letters.isEmpty { events(.remark(node, ParameterProblem.words(on: letters))) }
    }

    /// Words that waited for the run, put in.
    func filled(
        _ operation: any FreeOperation, _ inputs: [PlanNode.ID: Produced]
    ) throws(RunFailure) -> any FreeOperation {
        guard let deferred = operation as? any TextOperation else { return operation }
        var texts: [String] = []
        for text in deferred.texts { texts.append(try text.filled { inputs[$0]?.forecast }) }
        return deferred.filled(with: texts)
    }
}
