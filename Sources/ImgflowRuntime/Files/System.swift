import CFiles
import Glibc
import ImgflowLanguage

// Swift has one name for these functions and their structures.
private func facts(_ path: UnsafePointer<CChar>, _ status: inout stat) -> Int32 {
    stat(path, &status)
}

private func facts(_ path: UnsafePointer<CChar>, _ status: inout statvfs) -> Int32 {
    statvfs(path, &status)
}

/// The system's calls that take a path, which is bytes to them: see `PathText`.
enum System {
    private static func with<Result>(
        _ path: String, _ body: (UnsafePointer<CChar>) -> Result
    ) -> Result {
        guard PathText.holdsBytes(path) else { return path.withCString(body) }
        return body(PathText.bytes(path).map(CChar.init(bitPattern:)) + [0])
    }

    /// No call takes a longer one, with its end (PATH_MAX).
    static let pathBytes = 4_095

    /// What is more than that means nothing, and is not taken apart.
    static func isTooLong(_ path: String) -> Bool {
        path.utf8.count > pathBytes && PathText.bytes(path).count > pathBytes
    }

    static func stat(_ path: String, _ status: inout Glibc.stat) -> Int32 {
        with(path) { facts($0, &status) }
    }

    static func lstat(_ path: String, _ status: inout Glibc.stat) -> Int32 {
        with(path) { Glibc.lstat($0, &status) }
    }

    static func statvfs(_ path: String, _ status: inout Glibc.statvfs) -> Int32 {
        with(path) { facts($0, &status) }
    }

    static func open(_ path: String, _ flags: Int32, _ mode: mode_t = 0) -> Int32 {
        with(path) { Glibc.open($0, flags, mode) }
    }

    static func opendir(_ path: String) -> OpaquePointer? { with(path) { Glibc.opendir($0) } }

    static func access(_ path: String, _ mode: Int32) -> Int32 {
        with(path) { Glibc.access($0, mode) }
    }

    static func mkdir(_ path: String, _ mode: mode_t) -> Int32 {
        with(path) { Glibc.mkdir($0, mode) }
    }

    static func chmod(_ path: String, _ mode: mode_t) -> Int32 {
        with(path) { Glibc.chmod($0, mode) }
    }

    @discardableResult
    static func unlink(_ path: String) -> Int32 { with(path) { Glibc.unlink($0) } }

    @discardableResult
    static func rmdir(_ path: String) -> Int32 { with(path) { Glibc.rmdir($0) } }

    static func rename(_ path: String, _ target: String) -> Int32 {
        with(path) { path in with(target) { Glibc.rename(path, $0) } }
    }

    static func link(_ path: String, _ name: String) -> Int32 {
        with(path) { path in with(name) { Glibc.link(path, $0) } }
    }

    /// Gives an open file a name.
    static func link(open file: Int32, _ name: String) -> Int32 {
        with(name) {
            linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, $0, AT_SYMLINK_FOLLOW)
        }
    }

    /// Absolute, links followed; nil where there is nothing.
    static func realpath(_ path: String) -> String? {
        guard let real = with(path, { Glibc.realpath($0, nil) }) else { return nil }
        defer { free(real) }
        return PathText.text(real)
    }

    /// What a symbolic link says.
    static func readlink(_ path: String) -> String? {
        var target = [CChar](repeating: 0, count: 4_096)
        let count = with(path) { Glibc.readlink($0, &target, target.count) }
        return count < 0 ? nil : PathText.text(target.prefix(count).map(UInt8.init(bitPattern:)))
    }

    static func getxattr(_ path: String, _ name: String, _ value: inout [UInt8]) -> Int {
        with(path) { CFiles.getxattr($0, name, &value, value.count) }
    }
}
