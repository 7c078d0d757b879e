import Foundation
import ImageFacts
import ImgflowImages
import Synchronization
import Testing

/// A folder that a story is played in: files are laid out, the command is run, and what it said
/// and left behind is looked at. It is gone when the story is over.
final class Desk: Sendable {
    let root: URL
    /// Where the user stands.
    let folder: URL
    private let runs = Atomic(0)

    init() throws {
        root = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appending(path: "imgflow-test-\(UUID().uuidString)")
        folder = root.appending(path: "work")
        for path in ["work", "home"] {
            try FileManager.default.createDirectory(
                at: root.appending(path: path), withIntermediateDirectories: true)
        }
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    // MARK: Files

    @discardableResult
    func file(_ path: String, _ text: String) throws -> Desk { try file(path, Array(text.utf8)) }

    @discardableResult
    func file(_ path: String, _ bytes: [UInt8]) throws -> Desk {
        let url = folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return self
    }

    /// A photograph of that size, in the format of its extension.
    @discardableResult
    func photo(_ path: String, _ width: Int, _ height: Int) throws -> Desk {
        let format = ImageFormat(fileExtension: URL(filePath: path).pathExtension) ?? .png
        return try file(path, Pictures.photo(PixelSize(width, height), as: format))
    }

    func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: path)))
    }

    /// Without the bytes of the file, which hold its recipe too.
    func facts(_ path: String) throws -> ImageFacts {
        let image = try Image(encoded: bytes(path))
        try image.decoded()
        var facts = image.facts
        facts.byteCount = nil
        return facts
    }

    /// Every file below the folder, sorted.
    var files: [String] { files(under: folder) }

    /// What is kept of answers: the records, one a known answer.
    var records: [String] {
        files(under: root.appending(path: "data/imgflow/answers")).filter {
            $0.hasSuffix(".json")
        }
    }

    /// Every file of the story, home and store as well.
    var allFiles: [String] {
        files(under: root).filter { !$0.hasPrefix("streams") }
    }

    private func files(under folder: URL) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
        return (all ?? []).filter { path in
            var isFolder: ObjCBool = false
            let place = folder.appending(path: path).path
            return FileManager.default.fileExists(atPath: place, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    /// What was said, with this story's own folder as `$PWD`.
    func plain(_ text: String) -> String {
        text.replacing(folder.path, with: "$PWD")
    }

    // MARK: Running

    var environment: [String: String] {
        [
            "HOME": root.appending(path: "home").path,
            "XDG_DATA_HOME": root.appending(path: "data").path,
            "XDG_STATE_HOME": root.appending(path: "state").path,
            "XDG_CONFIG_HOME": root.appending(path: "config").path,
            "PATH": "\(Command.binaries.path):/usr/bin:/bin",
            "LANG": "C.UTF-8",
            // Nobody asks the network who this machine is.
            "AWS_EC2_METADATA_DISABLED": "true",
        ]
    }

    /// Starts the command and lets it run.
    func start(
        _ arguments: [String], environment extra: [String: String] = [:], input: [UInt8]? = nil,
        program: String = Command.path, in place: String = ""
    ) throws -> Command {
        let number = runs.add(1, ordering: .relaxed).newValue
        return try Command(
            program, arguments, in: folder.appending(path: place),
            environment: environment.merging(extra) { $1 }, input: input,
            streams: root.appending(path: "streams/\(number)"))
    }

    func imgflow(
        _ arguments: String..., environment extra: [String: String] = [:], input: [UInt8]? = nil
    ) async throws -> Command.Ended {
        try await start(arguments, environment: extra, input: input).ended()
    }
}

extension Command.Ended {
    /// All three at once, so that a failure shows what else was said.
    func expect(
        status: Int32 = 0, output: String? = nil, errors: String? = nil,
        _ sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(
            self.status == status, "\(self.errors)\(text.prefix(400))",
            sourceLocation: sourceLocation)
        if let output { #expect(text == output, sourceLocation: sourceLocation) }
        if let errors { #expect(self.errors == errors, sourceLocation: sourceLocation) }
    }

    func expectErrors(
        toContain parts: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for part in parts {
            #expect(
                errors.contains(part), "`\(part)` is not in:\n\(errors)",
                sourceLocation: sourceLocation)
        }
    }
}

/// Looks again until it is true, or gives up after some seconds.
func eventually(
    within limit: Duration = .seconds(20), _ condition: () async throws -> Bool
) async throws -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(15))
    }
    return try await condition()
}
