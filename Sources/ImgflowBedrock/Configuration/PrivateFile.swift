import FoundationEssentials
import Glibc

/// A file with a secret in it: mode 0600, in its place at once.
enum PrivateFile {
    struct Failure: Error { var code: Int32 }

    static func write(_ path: String, _ bytes: [UInt8]) throws {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let draft = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Failure(code: errno) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        let isWhole = rest.isEmpty && fsync(file) == 0
        close(file)
        guard isWhole, rename(draft, path) == 0 else {
            let code = errno
            unlink(draft)
            throw Failure(code: code)
        }
    }
}
