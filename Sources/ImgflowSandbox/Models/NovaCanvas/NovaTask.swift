import ImgflowImages

/// One of the model's tasks.
protocol NovaTask: Sendable {
    /// Its `taskType`.
    var name: String { get }
    var parametersName: String { get }
    var parameters: Schema { get }
    var configRule: NovaConfig.Rule { get }

    /// What no single field can say of parameters that fit, as the validator words it.
    func conflicts(_ parameters: Fields) -> [String]

    /// The texts that a content filter reads.
    func texts(_ parameters: Fields) -> [String]

    /// Reads the images, and tells how to paint from a seed.
    func work(_ parameters: Fields, _ config: NovaConfig) throws -> NovaWork
}

struct NovaWork {
    /// Pure black and white; black is what was replaced.
    var returnedMask: Pixels?
    /// From a seed.
    var paint: (Int) throws -> Pixels

    init(returnedMask: Pixels? = nil, paint: @escaping (Int) throws -> Pixels) {
        self.returnedMask = returnedMask
        self.paint = paint
    }
}

extension NovaTask {
    func conflicts(_ parameters: Fields) -> [String] { [] }

    func texts(_ parameters: Fields) -> [String] {
        ["text", "negativeText", "maskPrompt"].compactMap { parameters.text($0) }
    }

    var schema: Schema {
        var schema = Schema(
            .required("taskType", .choice([name])), .required(parametersName, .object(parameters)))
        if let config = NovaConfig.schema(configRule) {
            schema.fields.append(.optional("imageGenerationConfig", .object(config)))
        }
        return schema
    }
}

extension Schema.Kind {
    /// `text`, `negativeText` and the mask prompts.
    static let novaText = text(1...1024)
}

extension Fields {
    /// Of the two ways to tell a region.
    func maskConflicts() -> [String] {
        has("maskPrompt") == has("maskImage")
            ? ["expected exactly one of [maskPrompt] and [maskImage]"] : []
    }

    func scene(_ seed: Int) -> Scene {
        Scene(prompt: text("text") ?? "", negative: text("negativeText") ?? "", seed: seed)
    }
}
