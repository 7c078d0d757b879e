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
            try operation.apply(to: images).resolved(dpi: node.dpi)
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
