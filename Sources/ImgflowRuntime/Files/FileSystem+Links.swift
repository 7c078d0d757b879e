import Glibc
package import ImgflowLanguage

/// Several names for one file, and names for none.
extension FileSystem {
    /// Where a symbolic link leads to nothing; nil for what is no such link.
    package static func brokenLink(_ path: String) -> String? {
        var status = stat()
        guard isLink(path), stat(path, &status) != 0 else { return nil }
        let code = errno
        if code == ELOOP { return "it is a link that leads back to itself" }
        guard code == ENOENT || code == ENOTDIR else { return nil }
        var target = [CChar](repeating: 0, count: 4_096)
        let count = readlink(path, &target, target.count)
        let name = String(
            decoding: target.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return "it is a link to `\(name)`, where there is nothing"
    }

    /// The file itself where it has several names (hard links), in words that no path has; nil for all
    /// others.
    package static func sharedFile(_ path: String) -> FilePath? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink > 1
        else { return nil }
        return FilePath("\(status.st_dev):\(status.st_ino)")
    }

    /// Gives a user's file new bytes: through links to the file that they mean, which keeps its mode and
    /// its owner.
    ///
    /// - Returns: False where the name is taken and may not be.
    package static func put(
        _ bytes: [UInt8], at path: String, replaces: Bool
    ) throws(Failure) -> Bool {
        guard replaces, let resolved = realpath(path, nil) else {
            return try write(bytes, to: path, replaces: replaces)
        }
        defer { free(resolved) }
        let target = String(cString: resolved)
        return try write(bytes, to: target, replaces: true) { file throws(Failure) in
            try keep(target, on: file)
        }
    }

    private static func keep(_ path: String, on file: Int32) throws(Failure) {
        var old = stat()
        var new = stat()
        guard stat(path, &old) == 0, fstat(file, &new) == 0 else { return }
        if old.st_uid != new.st_uid || old.st_gid != new.st_gid,
            fchown(file, old.st_uid, old.st_gid) != 0
        {
            throw Failure(
                path: path, code: errno, why: "it belongs to another user, and would be yours")
        }
        guard fchmod(file, old.st_mode & 0o7777) == 0 else {
            throw Failure(path: path, code: errno)
        }
    }
}
