import Foundation

/// Runs `body` with a file of this text, and removes the file.
func withTemporaryFile<Result>(
    _ text: String, _ body: (String) async throws -> Result
) async throws -> Result {
    let file = FileManager.default.temporaryDirectory.appending(
        path: "imgflow-bedrock-\(UUID().uuidString)")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try await body(file.path)
}
