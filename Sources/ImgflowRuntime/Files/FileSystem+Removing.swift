import Glibc

extension FileSystem {
    /// Nothing is said where there was nothing.
    package static func remove(_ path: String) { System.unlink(path) }

    /// A folder with its files; one that holds folders stays.
    package static func removeFolder(_ path: String) {
        for name in names(in: path) { System.unlink(Path.join(path, name)) }
        System.rmdir(path)
    }
}
