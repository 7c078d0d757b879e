import Glibc

extension FileSystem {
    /// Writes a file anew: links are followed and its permissions kept, so that a script stays
    /// executable. Whoever looks sees the old text or the new one.
    package static func rewrite(_ path: String, with bytes: [UInt8]) throws(Failure) {
        guard let resolved = realpath(path, nil) else { throw Failure(path: path, code: errno) }
        defer { free(resolved) }
        let target = String(cString: resolved)
        var facts = stat()
        guard stat(target, &facts) == 0 else { throw Failure(path: path, code: errno) }
        guard access(target, W_OK) == 0 else { throw Failure(path: path, code: errno) }
        try write(bytes, to: target, replaces: true, mode: 0o600)
        guard chmod(target, facts.st_mode & 0o7777) == 0 else {
            throw Failure(path: path, code: errno)
        }
    }
}
