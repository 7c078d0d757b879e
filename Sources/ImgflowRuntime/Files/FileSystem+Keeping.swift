import CFiles
import Glibc

/// A file that gets new bytes keeps what its user gave it: mode, owner, group, access list.
extension FileSystem {
    /// Gives a user's file new bytes: through links to the file that they mean.
    ///
    /// - Parameter mayChange: the user said that the file may go: what cannot be kept is no error.
    /// - Returns: False where the name is taken and may not be.
    package static func put(
        _ bytes: [UInt8], at path: String, replaces: Bool, mayChange: Bool = false
    ) throws(Failure) -> Bool {
        guard replaces, let target = System.realpath(path) else {
            return try write(bytes, to: path, replaces: replaces)
        }
        return try write(bytes, to: target, replaces: true) { file throws(Failure) in
            if let failure = keep(target, on: file), !mayChange { throw failure }
        }
    }

    /// Why a file could not be replaced by one of the same owner and group; nil where it can, and where
    /// there is none.
    static func obstacle(toKeeping path: String) -> String? {
        var status = stat()
        let user = geteuid()
        guard System.stat(path, &status) == 0, user != 0 else { return nil }
        if status.st_uid != user { return "it belongs to another user, and would become yours" }
        guard !isMember(of: status.st_gid) else { return nil }
        // A folder may hand its group down.
        var folder = stat()
        if let target = System.realpath(path), System.stat(Path.folder(of: target), &folder) == 0,
            folder.st_mode & S_ISGID != 0, folder.st_gid == status.st_gid
        {
            return nil
        }
        return "you are not in its group, which would change"
    }

    private static func isMember(of group: gid_t) -> Bool {
        if group == getegid() { return true }
        var groups = [gid_t](repeating: 0, count: max(0, Int(getgroups(0, nil))))
        let count = getgroups(Int32(groups.count), &groups)
        return groups.prefix(max(0, Int(count))).contains(group)
    }

    /// All that can be kept is; in this order: a change of owner clears bits of the mode, and a list stands
    /// above the mode.
    ///
    /// - Returns: What could not be kept.
    private static func keep(_ path: String, on file: Int32) -> Failure? {
        var old = stat()
        var new = stat()
        guard System.stat(path, &old) == 0, fstat(file, &new) == 0 else { return nil }
        var failure: Failure?
        if old.st_uid != new.st_uid || old.st_gid != new.st_gid,
            fchown(file, old.st_uid, old.st_gid) != 0
        {
            failure = Failure(
                path: path, code: errno,
                why: "its owner or group cannot be preserved: \(words(errno))")
        }
        // The owner of another is not kept, a group of one's own is.
        if failure != nil { _ = fchown(file, uid_t.max, old.st_gid) }
        _ = fstat(file, &new)
        let mode = old.st_mode & 0o7777
        // What the old group might do is not for another, but for what everybody may.
        let kept =
            old.st_uid == new.st_uid && old.st_gid == new.st_gid
            ? mode
            : mode & 0o0707 | (old.st_gid == new.st_gid ? mode : mode << 3) & mode & 0o0070
        if fchmod(file, kept) != 0 {
            failure = failure ?? Failure(path: path, code: errno)
        }
        return keepAccessList(of: path, on: file) ?? failure
    }

    /// POSIX access lists: acl(5).
    private static let accessList = "system.posix_acl_access"

    private static func keepAccessList(of path: String, on file: Int32) -> Failure? {
        var list: [UInt8] = []
        let size = System.getxattr(path, accessList, &list)
        guard size > 0 else {
            // A folder's default list stands on the new file, and did not on the old one.
            fremovexattr(file, accessList)
            return nil
        }
        list = [UInt8](repeating: 0, count: size)
        let count = System.getxattr(path, accessList, &list)
        guard count == size, fsetxattr(file, accessList, list, count, 0) == 0 else {
            return Failure(
                path: path, code: errno, why: "its access list cannot be preserved: \(words(errno))"
            )
        }
        return nil
    }
}
