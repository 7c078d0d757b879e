package struct SandboxSettings: Sendable {
    /// Nova Canvas answers as after 2026-09-30: 404.
    package var retired = false
    package var filterWords = FilterWords()
    /// The least that each call takes, as a model's own time.
    package var latency: Duration = .zero

    package init() {}
}

/// Words that, in a prompt, bring about what a content filter does.
package struct FilterWords: Sendable {
    package var prompt = "imgflow-filter-prompt"
    package var input = "imgflow-filter-input"
    package var output = "imgflow-filter-output"
    /// Of several images, the first.
    package var someOutput = "imgflow-filter-some"
    package var inferenceError = "imgflow-inference-error"

    package init() {}

    func refusal(of texts: [String]) -> Refusal? {
        func found(_ word: String) -> Bool { !word.isEmpty && texts.contains { $0.contains(word) } }
        if found(prompt) { return .prompt }
        if found(input) { return .input }
        if found(output) { return .output }
        if found(someOutput) { return .someOutput }
        return found(inferenceError) ? .inferenceError : nil
    }
}

/// What a content filter refused.
enum Refusal: Error {
    case prompt, input, output, someOutput, inferenceError
}
