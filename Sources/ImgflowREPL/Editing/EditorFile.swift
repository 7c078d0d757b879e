import FoundationEssentials
import Glibc
import ImgflowRuntime

/// The user's own keys, in the file that libedit reads.
enum EditorFile {
    /// Whether the file names a sequence, by what follows `ESC`: the user's key goes before the usual one.
    static var sequences: (_ tail: String) -> Bool {
        let path =
            getenv("EDITRC").map { String(cString: $0) }
            ?? getenv("HOME").map { String(cString: $0) + "/.editrc" }
        guard let path, let bytes = try? FileSystem.read(path), !bytes.isEmpty else {
            return { _ in false }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return { text.contains($0) }
    }
}
