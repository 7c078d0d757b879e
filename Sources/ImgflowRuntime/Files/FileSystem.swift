import Glibc
import ImgflowLanguage

/// Reading and writing through the system's own calls: what is written is synced, and a name never
/// shows half a file.
package enum FileSystem {
    package struct Failure: Error, CustomStringConvertible {
        package var path: String
        package var code: Int32
        /// What the system's words would not say.
        private var why: String?

        package init(path: String, code: Int32, why: String? = nil) {
            self.path = path
            self.code = code
            self.why = why
        }

        package var words: String { why ?? FileSystem.words(code) }
        package var description: String { "\(path): \(words)" }

        /// There is nothing of this name.
        package var isMissing: Bool { code == ENOENT || code == ENOTDIR }
    }

    /// No image or program is larger; a sparse file must not take all memory.
    static let sizeLimit = 1 << 30
    static let endlessLimit = 1 << 24
    /// Standard input may never end.
    package static let inputLimit = 1 << 28

    package enum Kind: Sendable { case file, folder, other }

    /// The system's words for an error, lower case as all of ours.
    package static func words(_ code: Int32) -> String {
        guard let text = strerror(code) else { return "error \(code)" }
        let words = String(cString: text)
        return words.prefix(1).lowercased() + words.dropFirst()
    }

    /// Nil where nothing has this name.
    package static func kind(_ path: String) -> Kind? {
        var status = stat()
        guard System.stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    package static func size(of path: String) -> Int? { facts(of: path)?.bytes }

    /// Size, and seconds since it was written; nil where there is nothing of this name.
    package static func facts(of path: String) -> (bytes: Int, age: Int)? {
        var status = stat()
        guard System.stat(path, &status) == 0 else { return nil }
        return (Int(status.st_size), time(nil) - status.st_mtim.tv_sec)
    }

    /// Size and time of writing: while both hold, a file is taken to be the same. Empty where there is none.
    package static func stamp(of path: String) -> String {
        var status = stat()
        guard System.stat(path, &status) == 0 else { return "" }
        return "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }

    /// Nil where there is nothing of this name.
    static func state(of path: String) -> FileState? {
        var status = stat()
        return System.stat(path, &status) == 0 ? FileState(status) : nil
    }

    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return System.lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// A folder itself, not a link to one: what goes down into folders must come to an end.
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return System.lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Names in a folder, without `.` and `..`; empty where it cannot be read.
    package static func names(in folder: String) -> [String] {
        guard let directory = System.opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { PathText.text($0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes a folder and those above it.
    package static func makeFolder(_ path: String, mode: UInt32 = 0o777) throws(Failure) {
        if System.mkdir(path, mode) == 0 || (errno == EEXIST && kind(path) == .folder) { return }
        guard errno == ENOENT else { throw Failure(path: path, code: errno) }
        try makeFolder(Path.folder(of: path), mode: mode)
        guard System.mkdir(path, mode) == 0 || errno == EEXIST else {
            throw Failure(path: path, code: errno)
        }
    }

    /// Why no file could be made in this folder, or in one that is made for it; nil where it could.
    package static func obstacle(toWritingInto path: String) -> String? {
        var folder = path
        while kind(folder) == nil, folder != "/", folder != "." { folder = Path.folder(of: folder) }
        switch kind(folder) {
        case .folder?: break
        case .file?, .other?: return "`\(folder)` is not a folder"
        case nil: return "folder not found: `\(folder)`"
        }
        return System.access(folder, W_OK) == 0 ? nil : "\(words(errno)) (`\(folder)`)"
    }

    /// The types of file systems that other machines write to, as the kernel names them.
    static func isOfNetwork(type: String) -> Bool {
        ["nfs", "cifs", "smb", "9p", "ceph", "afs", "lustre", "gfs2", "ocfs2", "fuse.sshfs"]
            .contains { type.hasPrefix($0) }
    }

    /// Whether other machines may write there too: NFS, SMB and their like.
    static func isOnNetwork(_ path: String) -> Bool {
        var status = stat()
        guard System.stat(path, &status) == 0 || System.stat(Path.folder(of: path), &status) == 0,
            let mounts = try? read("/proc/self/mountinfo")
        else { return false }
        // proc(5): `36 35 98:0 /root /place rw - nfs4 server:/share rw`; the device as makedev(3) packs it.
        let device = UInt64(status.st_dev)
        let major = (device >> 8 & 0xFFF) | (device >> 32 & 0xFFFF_F000)
        let minor = (device & 0xFF) | (device >> 12 & 0xFFFF_FF00)
        for line in mounts.split(separator: UInt8(ascii: "\n")) {
            let words = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard words.count > 2, words[2] == "\(major):\(minor)",
                let dash = words.firstIndex(of: "-"), dash + 1 < words.count
            else { continue }
            return isOfNetwork(type: String(words[dash + 1]))
        }
        return false
    }

    /// Bytes that are free where a path lies, for whoever runs this; nil where nobody can tell.
    package static func freeBytes(at path: String) -> Int? {
        var folder = path
        while kind(folder) == nil, folder != "/", folder != "." { folder = Path.folder(of: folder) }
        var status = statvfs()
        guard System.statvfs(folder, &status) == 0 else { return nil }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }
}
