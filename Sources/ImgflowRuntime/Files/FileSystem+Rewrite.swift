import Glibc

extension FileSystem {
    /// Where a symbolic link leads in the end; nil for what is none.
    package static func target(ofLink path: String) -> String? {
        var facts = stat()
        guard System.lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFLNK,
            let resolved = System.realpath(path)
        else { return nil }
        return resolved
    }

    /// Writes a file again: links are followed and its permissions kept, so that a script stays
    /// executable. Whoever looks sees the old text or the new one.
    package static func rewrite(_ path: String, with bytes: [UInt8]) throws(Failure) {
        guard let target = System.realpath(path) else { throw Failure(path: path, code: errno) }
        var facts = stat()
        guard System.stat(target, &facts) == 0 else { throw Failure(path: path, code: errno) }
        guard System.access(target, W_OK) == 0 else { throw Failure(path: path, code: errno) }
        try write(bytes, to: target, replaces: true, mode: 0o600)
        guard System.chmod(target, facts.st_mode & 0o7777) == 0 else {
            throw Failure(path: path, code: errno)
        }
    }
}
