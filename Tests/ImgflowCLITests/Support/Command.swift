import Foundation
import Synchronization

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

    private let process: Process
    private let streams: URL
    private let hasEnded = Mutex((isOver: false, waiting: [CheckedContinuation<Void, Never>]()))

    /// - Parameters:
    ///   - streams: an empty folder for what it reads and writes.
    init(
        _ program: String, _ arguments: [String], in folder: URL, environment: [String: String],
        input: [UInt8]?, streams: URL
    ) throws {
        self.streams = streams
        process = Process()
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        for name in ["output", "errors"] {
            try Data().write(to: streams.appending(path: name))
        }
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        if let input {
            try Data(input).write(to: streams.appending(path: "input"))
            process.standardInput = try FileHandle(
                forReadingFrom: streams.appending(path: "input"))
        }
        process.standardOutput = try FileHandle(forWritingTo: streams.appending(path: "output"))
        process.standardError = try FileHandle(forWritingTo: streams.appending(path: "errors"))
        process.terminationHandler = { [weak self] _ in self?.end() }
        try start()
    }

    /// A script that was just written may still be open in a neighbour that was forked meanwhile.
    private func start() throws {
        for _ in 0..<50 {
            do {
                return try process.run()
            } catch let error as CocoaError where error.isTextFileBusy {
                usleep(20_000)
            }
        }
        try process.run()
    }

    private func end() {
        let waiting = hasEnded.withLock { state in
            state.isOver = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    var outputSoFar: String { text(of: "output") }
    var errorsSoFar: String { text(of: "errors") }

    private func text(of stream: String) -> String {
        String(decoding: bytes(of: stream), as: UTF8.self)
    }

    private func bytes(of stream: String) -> [UInt8] {
        (try? Data(contentsOf: streams.appending(path: stream))).map(Array.init) ?? []
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    func ended() async -> Ended {
        await withCheckedContinuation { continuation in
            let isOver = hasEnded.withLock { state in
                if !state.isOver { state.waiting.append(continuation) }
                return state.isOver
            }
            if isOver { continuation.resume() }
        }
        let isKilled = process.terminationReason == .uncaughtSignal
        return Ended(
            status: process.terminationStatus,
            signal: isKilled ? process.terminationStatus : nil,
            output: bytes(of: "output"), errors: text(of: "errors"))
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
}

extension CocoaError {
    fileprivate var isTextFileBusy: Bool {
        (underlying as? POSIXError)?.code == .ETXTBSY
            || (underlying as NSError?)?.code == Int(ETXTBSY)
    }
}
