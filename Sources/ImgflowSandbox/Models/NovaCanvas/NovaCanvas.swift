import ImageFacts

/// Amazon Nova Canvas, retired on 2026-09-30: reference, section 3. A task has an object of
/// parameters of its own, and no other task's may be there.
struct NovaCanvas: SandboxModel {
    private static let tasks: [any NovaTask] = [
        TextImage(), ColorGuidedGeneration(), ImageVariation(), Inpainting(), Outpainting(),
        BackgroundRemoval(), VirtualTryOn(),
    ]

    /// What every request has; the rest depends on it.
    let schema = Schema(.required("taskType", .choice(tasks.map(\.name))))

    func check(_ body: WireValue) throws(ServiceError) -> Fields {
        guard case .object(let members) = body else { return try schema.check(body) }
        let type = try schema.check(.object(members.filter { $0.key == "taskType" }))
        let task = Self.task(of: type)
        let request = try task.schema.check(body)
        let conflicts = task.conflicts(request.object(task.parametersName) ?? Fields([:]))
        guard conflicts.isEmpty else {
            throw .malformed(conflicts.map { "#/\(task.parametersName): \($0)" })
        }
        return request
    }

    func texts(_ request: Fields) -> [String] {
        let task = Self.task(of: request)
        return task.texts(request.object(task.parametersName) ?? Fields([:]))
    }

    /// What a request says is refused as an error, what was made is left out of the answer.
    func refused(
        _ refusal: Refusal, _ request: Fields, randomness: Randomness
    ) throws -> [UInt8] {
        switch refusal {
        case .prompt, .input:
            throw ServiceError.validation(
                "This request has been blocked by our content filters. Please revise the "
                    + "\(refusal == .prompt ? "prompt" : "image") and try again.")
        case .someOutput where NovaConfig(request).count > 1:
            return try answer(request, leavingOut: 1)
        case .output, .someOutput:
            return try AnswerBody.nova(
                [],
                error: "All generated images have been blocked by our content filters. Please "
                    + "revise the prompt and try again.")
        case .inferenceError: throw ServiceError.failed("inference error")
        }
    }

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        try answer(request, leavingOut: 0)
    }

    private func answer(_ request: Fields, leavingOut blocked: Int) throws -> [UInt8] {
        let task = Self.task(of: request)
        let config = NovaConfig(request)
        if task.configRule == .sized { try config.checkSize() }
        let work = try task.work(request.object(task.parametersName) ?? Fields([:]), config)
        let images = try (blocked..<config.count).map { index in
            try Finish.file(work.paint(config.seed + index), .png)
        }
        return try AnswerBody.nova(
            images, mask: work.returnedMask.map { try Finish.mask($0) },
            error: blocked == 0
                ? nil
                : "Some generated images have been blocked by our content filters. Please revise "
                    + "the prompt and try again.")
    }

    private static func task(of request: Fields) -> any NovaTask {
        let name = request.text("taskType")
        return tasks.first { $0.name == name } ?? TextImage()
    }
}
