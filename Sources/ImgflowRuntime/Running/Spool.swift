import Glibc
import ImgflowImages

/// Where the bytes of images wait that may be wanted again: in a file without a name, which is gone
/// with the process, so that a run over ten thousand images does not hold them all in memory.
struct Spool: ~Copyable {
    struct Place {
        var start: Int
        var count: Int
    }

    private let file: Int32
    private var end = 0

    /// Nil where no such file can be made.
    init?() {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        file = System.open(folder, O_RDWR | FileSystem.nameless | O_CLOEXEC, 0o600)
        guard file >= 0 else { return nil }
    }

    deinit { close(file) }

    /// Nil where there is no room.
    mutating func put(_ bytes: [UInt8]) -> Place? {
        let place = Place(start: end, count: bytes.count)
        let isWritten = bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let count = pwrite(
                    file, buffer.baseAddress.map { $0 + written }, buffer.count - written,
                    off_t(end + written))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                written += count
            }
            return true
        }
        guard isWritten else { return nil }
        end += bytes.count
        return place
    }

    func bytes(at place: Place) -> [UInt8]? {
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: place.count) { buffer, count in
            while count < place.count {
                let got = pread(
                    file, buffer.baseAddress.map { $0 + count }, place.count - count,
                    off_t(place.start + count))
                if got < 0, errno == EINTR { continue }
                guard got > 0 else {
                    isWhole = false
                    return
                }
                count += got
            }
        }
        return isWhole ? bytes : nil
    }
}
