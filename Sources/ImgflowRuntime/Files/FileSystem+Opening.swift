import Glibc
import ImgflowLanguage

extension FileSystem {
    /// For a lock, or for lines that are added to it over time.
    ///
    /// - Returns: a descriptor that the caller closes.
    /// - Throws: `Failure`, where it cannot be opened.
    package static func open(
        _ path: String, _ flags: Int32, mode: UInt32 = 0
    ) throws(Failure) -> Int32 {
        let file = System.open(path, flags | O_CLOEXEC, mode)
        guard file >= 0 else { throw Failure(path: path, code: errno) }
        return file
    }

    /// A folder for libraries that are given paths as text: one whose name is not UTF-8 by the number of the open
    /// folder, which stays open as long as the process.
    package static func textual(_ folder: String) -> String {
        textual(folder, O_DIRECTORY)
    }

    /// As `textual`, for one file that is read.
    package static func textualFile(_ path: String) -> String { textual(path, 0) }

    private static func textual(_ path: String, _ flags: Int32) -> String {
        guard PathText.holdsBytes(path) else { return path }
        let file = System.open(path, O_RDONLY | O_CLOEXEC | flags)
        return file < 0 ? path : "/proc/self/fd/\(file)"
    }
}
