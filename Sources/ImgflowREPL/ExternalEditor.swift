import Glibc
import ImgflowRuntime

/// `$VISUAL` or `$EDITOR` on a text.
enum ExternalEditor {
    /// - Returns: What the user made of it; nil where that did not go well, which is told.
    static func edit(_ text: String, tell: (String) -> Void) -> String? {
        // An empty VISUAL counts as none.
        let wanted = ["VISUAL", "EDITOR"].compactMap { (name: String) in
            getenv(name).map { String(cString: $0) }
        }
        guard let command = wanted.first(where: { !$0.isEmpty }) else {
            tell("error: set EDITOR to your editor: export EDITOR=nano")
            return nil
        }
        let place = "/tmp/imgflow-\(getpid())-\(UInt32.random(in: 0...(.max))).imgflow"
        defer { unlink(place) }
        do {
            _ = try FileSystem.write(
                Array((text + "\n").utf8), to: place, replaces: false, mode: 0o600)
            guard Subprocess.run("\(command) '\(place)'") else {
                tell("error: `\(command)` failed: the line is unchanged")
                return nil
            }
            return String(decoding: try FileSystem.read(place), as: UTF8.self)
        } catch {
            tell("error: \(error)")
            return nil
        }
    }
}
