import Glibc

/// What changes whenever a file is written or replaced.
struct FileState: Hashable {
    private var device: dev_t
    private var inode: ino_t
    private var bytes: Int
    private var written: Moment
    /// Nobody sets it: a tool that gives a file its old date again changes this.
    private var changed: Moment

    private struct Moment: Hashable {
        var seconds: Int
        var nanoseconds: Int
    }

    init(_ status: stat) {
        device = status.st_dev
        inode = status.st_ino
        bytes = Int(status.st_size)
        written = Moment(
            seconds: status.st_mtim.tv_sec, nanoseconds: Int(status.st_mtim.tv_nsec))
        changed = Moment(
            seconds: status.st_ctim.tv_sec, nanoseconds: Int(status.st_ctim.tv_nsec))
    }

    /// Whether the next change would be seen: the clocks of file systems tick some hundred times a second,
    /// and those of some of them once in two seconds.
    var isSettled: Bool { time(nil) - changed.seconds > 2 }
}
