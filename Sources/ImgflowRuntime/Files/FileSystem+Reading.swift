import Glibc
import Hashing

extension FileSystem {
    package static func read(_ path: String) throws(Failure) -> [UInt8] {
        let file = try Reading(path)
        let bytes = try readAll(
            file.descriptor, sizeHint: file.size, limit: file.limit, path: path)
        guard bytes.count <= file.limit else { throw file.tooLarge }
        return bytes
    }

    /// As many bytes from its beginning, or the whole file where it has fewer.
    package static func beginning(of path: String, _ count: Int) throws(Failure) -> [UInt8] {
        let file = try Reading(path)
        let most = max(0, min(count, file.size) - 1)
        return Array(
            try readAll(file.descriptor, sizeHint: most, limit: most, path: path).prefix(count))
    }

    /// The hash of a file's bytes as `Digest` writes it, of which few are in memory at once.
    package static func hash(of path: String) throws(Failure) -> String {
        let file = try Reading(path)
        var hash = SHA256()
        var left = file.limit
        try withUnsafeTemporaryAllocation(byteCount: 1 << 17, alignment: 64) {
            buffer throws(Failure) in
            while true {
                let got = Glibc.read(file.descriptor, buffer.baseAddress, buffer.count)
                if got < 0, errno == EINTR { continue }
                guard got >= 0 else { throw Failure(path: path, code: errno) }
                guard got > 0 else { return }
                left -= got
                guard left >= 0 else { throw file.tooLarge }
                hash.add(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
            }
        }
        return Hexadecimal.text(hash.hash)
    }

    /// Reads to the end of a descriptor, or a little beyond `limit`.
    package static func readAll(
        _ file: Int32, sizeHint: Int = 0, limit: Int, path: String
    ) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var capacity = max(sizeHint + 1, 65_536)
        var failure: Int32 = 0
        var isAtEnd = false
        while !isAtEnd, failure == 0, bytes.count <= limit {
            let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                while count < buffer.count {
                    let got = Glibc.read(
                        file, buffer.baseAddress.map { $0 + count }, buffer.count - count)
                    if got > 0 {
                        count += got
                    } else if got < 0, errno == EINTR {
                        continue
                    } else {
                        if got < 0 { failure = errno }
                        isAtEnd = true
                        return
                    }
                }
            }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            capacity = 1 << 20
        }
        guard failure == 0 else { throw Failure(path: path, code: failure) }
        return bytes
    }
}

/// A file that was opened to be read from its beginning to its end.
private struct Reading: ~Copyable {
    let descriptor: Int32
    /// Zero also where the system does not know.
    let size: Int
    let limit: Int
    let tooLarge: FileSystem.Failure

    init(_ path: String) throws(FileSystem.Failure) {
        typealias Failure = FileSystem.Failure
        // A pipe that nobody writes to is opened at once too, and reported.
        let file = System.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            let code = errno
            throw Failure(path: path, code: code, why: FileSystem.brokenLink(path))
        }
        do throws(Failure) {
            // Of what was opened: the name may mean another file by now.
            var status = stat()
            guard fstat(file, &status) == 0 else { throw Failure(path: path, code: errno) }
            switch status.st_mode & S_IFMT {
            case S_IFREG: break
            case S_IFDIR: throw Failure(path: path, code: EISDIR, why: "it is a folder")
            // `<(…)` of a shell: open already, and it ends.
            case S_IFIFO where path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/"):
                _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) & ~O_NONBLOCK)
            default: throw Failure(path: path, code: EINVAL, why: "it is not a file")
            }
            // What the kernel makes up as it is read says no size, and may go on for ever.
            let limit = status.st_size == 0 ? FileSystem.endlessLimit : FileSystem.sizeLimit
            let tooLarge = Failure(
                path: path, code: EFBIG, why: "it has more than \(limit >> 20) MB")
            guard status.st_size <= limit else { throw tooLarge }
            descriptor = file
            size = Int(status.st_size)
            self.limit = limit
            self.tooLarge = tooLarge
        } catch {
            close(file)
            throw error
        }
    }

    deinit { close(descriptor) }
}
