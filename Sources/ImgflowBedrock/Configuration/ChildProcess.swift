import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// Runs a program without a shell and takes what it writes. Made of `posix_spawn`, because
/// Foundation's `Process` would load all of Foundation at every start.
package enum ChildProcess {
    package enum Failure: Error, Hashable {
        case cannotStart(code: Int32)
        case tookTooLong
        case wroteTooMuch
    }

    /// More than this on either stream is no answer to any question asked here.
    static let outputLimit = 1 << 20

    /// - Parameters:
    ///   - words: the program, looked for on the PATH, and its arguments.
    ///   - environment: `NAME=value` as bytes, since a value need not be UTF-8.
    ///   - limit: The program is killed when it runs for longer.
    /// - Throws: `Failure`, or `CancellationError`.
    @concurrent
    package static func run(
        _ words: [String], environment: [[UInt8]], limit: Duration
    ) async throws -> ProcessOutcome {
        let stop = StopFlag()
        let outcome = try await withTaskCancellationHandler {
            // Waiting for a child blocks a thread, so it is not one of the concurrency pool's.
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(
                        with: Result {
                            try runBlocking(
                                words, environment: environment, limit: limit, stop: stop)
                        })
                }
            }
        } onCancel: {
            stop.raise()
        }
        try Task.checkCancellation()
        return outcome
    }

    private final class StopFlag: Sendable {
        private let flag = Mutex(false)
        var isRaised: Bool { flag.withLock { $0 } }
        func raise() { flag.withLock { $0 = true } }
    }

    private static func runBlocking(
        _ words: [String], environment: [[UInt8]], limit: Duration, stop: StopFlag
    ) throws -> ProcessOutcome {
        let output = try Pipe()
        let errors = try Pipe()
        let child = try spawn(words, environment: environment, output: output, errors: errors)
        output.closeWriting()
        errors.closeWriting()
        let deadline = ContinuousClock.now + limit
        do {
            while output.isOpen || errors.isOpen {
                if stop.isRaised { throw CancellationError() }
                guard ContinuousClock.now < deadline else { throw Failure.tookTooLong }
                try Pipe.read([output, errors])
            }
            while true {
                if let status = try exitStatus(child, waiting: false) {
                    return ProcessOutcome(
                        status: status, output: output.received, errors: errors.received)
                }
                if stop.isRaised { throw CancellationError() }
                guard ContinuousClock.now < deadline else { throw Failure.tookTooLong }
                usleep(2000)
            }
        } catch {
            kill(child, SIGKILL)
            _ = try? exitStatus(child, waiting: true)
            throw error
        }
    }

    private static func spawn(
        _ words: [String], environment: [[UInt8]], output: Pipe, errors: Pipe
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Standard input and the process group stay the terminal's: some helpers ask for a code.
        posix_spawn_file_actions_adddup2(&actions, output.writing, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors.writing, STDERR_FILENO)
        // Sockets of calls in flight are none of the helper's business. New descriptors take the
        // lowest free numbers, so a few beyond the highest cover what opens meanwhile.
        for descriptor in STDERR_FILENO + 1...highestDescriptor() + 64 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var child: pid_t = 0
        let code = withCStrings(words.map { Array($0.utf8) }) { arguments in
            withCStrings(environment) { variables in
                guard let program = arguments[0] else { return ENOENT }
                return posix_spawnp(&child, program, &actions, nil, arguments, variables)
            }
        }
        guard code == 0 else { throw Failure.cannotStart(code: code) }
        return child
    }

    private static func highestDescriptor() -> Int32 {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.compactMap { Int32($0) }.max() ?? 255
    }

    /// Nil while the child runs and `waiting` is false.
    private static func exitStatus(_ child: pid_t, waiting: Bool) throws -> Int32? {
        var status: Int32 = 0
        while true {
            let ended = waitpid(child, &status, waiting ? 0 : WNOHANG)
            if ended == child { break }
            if ended == 0 { return nil }
            guard errno == EINTR else { throw Failure.cannotStart(code: errno) }
        }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    /// Null-terminated copies that live as long as the call.
    private static func withCStrings<Result>(
        _ strings: [[UInt8]], _ body: ([UnsafeMutablePointer<CChar>?]) throws -> Result
    ) rethrows -> Result {
        let copies = strings.map { bytes in
            (bytes + [0]).withUnsafeBufferPointer { buffer in
                buffer.withMemoryRebound(to: CChar.self) { $0.baseAddress.flatMap { strdup($0) } }
            }
        }
        defer { copies.forEach { free($0) } }
        return try body(copies + [nil])
    }
}

/// One of a child's streams; closes what is still open when it goes.
private final class Pipe {
    private(set) var received: [UInt8] = []
    private var reading: Int32
    private(set) var writing: Int32
    var isOpen: Bool { reading >= 0 }

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ChildProcess.Failure.cannotStart(code: errno) }
        (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        closeWriting()
        closeReading()
    }

    func closeWriting() {
        if writing >= 0 { close(writing) }
        writing = -1
    }

    private func closeReading() {
        if reading >= 0 { close(reading) }
        reading = -1
    }

    /// Waits a tenth of a second at most for bytes on any of `pipes`, and takes them.
    static func read(_ pipes: [Pipe]) throws {
        // `poll` leaves out negative descriptors.
        var waits = pipes.map { pollfd(fd: $0.reading, events: Int16(POLLIN), revents: 0) }
        guard poll(&waits, nfds_t(waits.count), 100) > 0 else { return }
        for (pipe, wait) in zip(pipes, waits) where wait.revents != 0 {
            try pipe.take()
        }
    }

    private func take() throws {
        let count = withUnsafeTemporaryAllocation(byteCount: 16384, alignment: 1) { buffer in
            let count = Glibc.read(reading, buffer.baseAddress, buffer.count)
            if count > 0 { received.append(contentsOf: buffer[..<count]) }
            return count
        }
        if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) { closeReading() }
        guard received.count <= ChildProcess.outputLimit else {
            throw ChildProcess.Failure.wroteTooMuch
        }
    }
}
