import Glibc
import ImgflowRuntime

/// `$VISUAL` or `$EDITOR` on a text.
enum ExternalEditor {
    /// - Returns: What the user made of it; nil where that did not go well, which is told.
    static func edit(_ text: String, tell: (String) -> Void) -> String? {
        guard let command = getenv("VISUAL") ?? getenv("EDITOR"), command.pointee != 0 else {
            tell("error: set EDITOR to the editor that you like: export EDITOR=nano")
            return nil
        }
        let place = "/tmp/imgflow-\(getpid())-\(UInt32.random(in: 0...(.max))).imgflow"
        defer { unlink(place) }
        do {
            _ = try FileSystem.write(
                Array((text + "\n").utf8), to: place, replaces: false, mode: 0o600)
            guard Subprocess.run("\(String(cString: command)) '\(place)'") else {
                tell("error: `\(String(cString: command))` did not end well: the line is as it was")
                return nil
            }
            return String(decoding: try FileSystem.read(place), as: UTF8.self)
        } catch {
            tell("error: \(error)")
            return nil
        }
    }
}
