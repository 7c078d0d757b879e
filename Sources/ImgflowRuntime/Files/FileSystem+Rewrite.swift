import Glibc

extension FileSystem {
    /// Where a symbolic link leads in the end; nil for what is none.
    package static func target(ofLink path: String) -> String? {
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFLNK,
            let resolved = realpath(path, nil)
        else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

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
