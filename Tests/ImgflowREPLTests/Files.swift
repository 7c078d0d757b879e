import Foundation

func append(_ text: String, to path: String) throws {
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    defer { try? handle.close() }
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
}

func removeTree(_ path: String) {
    try? FileManager.default.removeItem(at: URL(filePath: path).deletingLastPathComponent())
}
