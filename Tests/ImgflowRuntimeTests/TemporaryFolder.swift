import Foundation
import Testing

@testable import ImgflowRuntime

/// A folder of a test's own, gone when the test is over.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appending(path: "imgflow-runtime-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func place(_ name: String) -> String { "\(path)/\(name)" }

    /// The same bytes in every file; folders are made.
    func write(_ bytes: [UInt8], _ names: String...) throws {
        for name in names {
            try FileManager.default.createDirectory(
                atPath: Path.folder(of: place(name)), withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(filePath: place(name)))
        }
    }

    func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: place(name))))
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: place(name), withDestinationPath: target)
    }

    /// Names of files and folders, hidden ones too, sorted.
    func names(_ name: String = "") -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: place(name)).sorted()) ?? []
    }
}
