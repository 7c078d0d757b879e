import CSpawn
import Foundation
import Synchronization

/// A program of its own process group, its streams files. Made of `posix_spawn`: `Process.run` of Foundation up to
/// Swift 6.3 reads 256 bytes of each name in `/proc/self/fd`, also where its memory ends before, and dies of it now
/// and then (swift-corelibs-foundation, pull request 5472).
package final class SpawnedProcess: Sendable {
    package struct Failure: Error { package var code: Int32 }

    package struct Status: Sendable {
        /// Of the program, or the number of the signal that ended it.
        package var status: Int32
        package var isKilled: Bool
    }

    private let child: pid_t
    private let state = Mutex(
        (status: Status?.none, waiting: [CheckedContinuation<Status, Never>]()))

    /// - Parameters:
    ///   - environment: nil for that of the tests.
    ///   - input: a file; nil for none.
    ///   - errors: a file; nil for the stream of the tests.
    package init(
        _ program: String, _ arguments: [String], in folder: String? = nil,
        environment: [String: String]? = nil, input: String? = nil, output: String,
        errors: String? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let writing = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, 0, input ?? "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, writing, 0o600)
        if let errors { posix_spawn_file_actions_addopen(&actions, 2, errors, writing, 0o600) }
        if let folder { spawn_in_folder(&actions, folder) }
        spawn_closing_from(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The test runner's threads block signals that a program must see.
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        let variables = environment ?? ProcessInfo.processInfo.environment
        var child: pid_t = 0
        var code: Int32 = 0
        // A script that was just written may still be open in a process that was forked meanwhile.
        for _ in 0..<50 {
            code = Self.withCStrings([program] + arguments) { words in
                Self.withCStrings(variables.map { "\($0.key)=\($0.value)" }) { pairs in
                    posix_spawn(&child, program, &actions, &attributes, words, pairs)
                }
            }
            guard code == ETXTBSY else { break }
            usleep(20_000)
        }
        guard code == 0 else { throw Failure(code: code) }
        self.child = child
        // Waiting blocks a thread, so it is none of the concurrency pool's.
        Thread.detachNewThread { [self] in wait() }
    }

    private func wait() {
        var raw: Int32 = 0
        while waitpid(child, &raw, 0) < 0, errno == EINTR {}
        let signal = raw & 0x7F
        let status = Status(
            status: signal == 0 ? (raw >> 8) & 0xFF : signal, isKilled: signal != 0)
        let waiting = state.withLock { state in
            state.status = status
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: status) }
    }

    package func send(_ signal: Int32) {
        state.withLock { state in
            if state.status == nil { kill(child, signal) }
        }
    }

    package func ended() async -> Status {
        await withCheckedContinuation { continuation in
            let status = state.withLock { state in
                if state.status == nil { state.waiting.append(continuation) }
                return state.status
            }
            if let status { continuation.resume(returning: status) }
        }
    }

    /// Null-terminated copies that live as long as the call.
    private static func withCStrings(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Int32
    ) -> Int32 {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
