import Foundation
import TestSupport

/// The built command, run as a user runs it: its own process, its own folder, a clean environment.
///
/// Streams are files, so no pipe can fill up and stop it.
final class Command: Sendable {
    struct Ended: Sendable {
        var status: Int32
        /// Nil where it ended by itself.
        var signal: Int32?
        var output: [UInt8]
        var errors: String

        var text: String { String(decoding: output, as: UTF8.self) }
        var lines: [String] { text.split(separator: "\n").map(String.init) }
    }

    /// The folder that the tests were built into, which holds the command too.
    static var binaries: URL {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    }

    static var path: String { binaries.appending(path: "imgflow").path }

    private let process: SpawnedProcess
    private let streams: URL

    /// - Parameters:
    ///   - streams: an empty folder for what it reads and writes.
    init(
        _ program: String, _ arguments: [String], in folder: URL, environment: [String: String],
        input: [UInt8]?, streams: URL
    ) throws {
        self.streams = streams
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        func stream(_ name: String) -> String { streams.appending(path: name).path }
        if let input { try Data(input).write(to: streams.appending(path: "input")) }
        process = try SpawnedProcess(
            program, arguments, in: folder.path, environment: environment,
            input: input == nil ? nil : stream("input"), output: stream("output"),
            errors: stream("errors"))
    }

    var outputSoFar: String { text(of: "output") }
    var errorsSoFar: String { text(of: "errors") }

    private func text(of stream: String) -> String {
        String(decoding: bytes(of: stream), as: UTF8.self)
    }

    private func bytes(of stream: String) -> [UInt8] {
        (try? Data(contentsOf: streams.appending(path: stream))).map(Array.init) ?? []
    }

    func send(_ signal: Int32) { process.send(signal) }

    func ended() async -> Ended {
        let end = await process.ended()
        return Ended(
            status: end.status, signal: end.isKilled ? end.status : nil,
            output: bytes(of: "output"), errors: text(of: "errors"))
    }

    deinit { process.send(SIGKILL) }
}
