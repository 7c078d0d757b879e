import ImgflowEngine
import ImgflowLanguage
import ImgflowReports
import ImgflowRuntime
import ImgflowTerminal

/// What this machine has: room and a place for answers, and what its terminal can show.
enum LocalFindings {
    static func of(_ engine: Engine) -> [Finding] { [store(engine), terminal(engine.console)] }

    private static func store(_ engine: Engine) -> Finding {
        guard let store = engine.store else {
            return Finding("disk", .note, "results are not cached (--ephemeral)")
        }
        do { try store.prove() } catch {
            return Finding(
                "disk", .problem, "results cannot be cached in \(store.folder): \(error)",
                ["choose another folder: --store DIR"])
        }
        guard let free = FileSystem.freeBytes(at: store.folder) else {
            return Finding("disk", .good, "results are cached in \(store.folder)")
        }
        let room = "\(ByteCount(free)) free in \(store.folder)"
        return free < 1 << 30
            ? Finding("disk", .note, room, ["an image takes up to 12 MB, and its response as much"])
            : Finding("disk", .good, room)
    }

    private static func terminal(_ console: Console) -> Finding {
        guard console.isErrorTerminal else {
            return Finding(
                "terminal", .note, "none: costs cannot be confirmed",
                ["above the threshold, a run requires --yes or --budget"])
        }
        let colors = console.usesColor ? "colors" : "no colors"
        let painter = console.painter
        let pictures = painter.refusal ?? "images by \(painter.kind.words)"
        return Finding("terminal", .good, "\(console.width) columns, \(colors), \(pictures)")
    }
}
