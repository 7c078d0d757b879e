import Glibc
package import ImgflowLanguage

/// Several names for one file, and names for none.
extension FileSystem {
    /// Where a symbolic link leads to nothing; nil for what is no such link.
    package static func brokenLink(_ path: String) -> String? {
        var status = stat()
        guard isLink(path), System.stat(path, &status) != 0 else { return nil }
        let code = errno
        if code == ELOOP { return "it is a link to itself" }
        guard code == ENOENT || code == ENOTDIR else { return nil }
        return "it is a link to `\(System.readlink(path) ?? "")`, which does not exist"
    }

    /// The file itself where it has several names (hard links), in words that no path has; nil for all
    /// others.
    package static func sharedFile(_ path: String) -> FilePath? {
        var status = stat()
        guard System.stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_nlink > 1
        else { return nil }
        return FilePath("\(status.st_dev):\(status.st_ino)")
    }

    /// How many names a file has; nil for all that is none.
    static func linkCount(_ path: String) -> Int? {
        var status = stat()
        guard System.stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return Int(status.st_nlink)
    }
}
