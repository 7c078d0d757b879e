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
            return Finding("disk", .note, "answers are not kept (--ephemeral)")
        }
        do { try store.prove() } catch {
            return Finding(
                "disk", .problem, "answers cannot be kept in \(store.folder): \(error)",
                ["keep them elsewhere: --store DIR"])
        }
        guard let free = FileSystem.freeBytes(at: store.folder) else {
            return Finding("disk", .good, "answers go to \(store.folder)")
        }
        let room = "\(ByteCount(free)) free in \(store.folder)"
        return free < 1 << 30
            ? Finding("disk", .note, room, ["a picture takes up to 12 MB, and its answer as much"])
            : Finding("disk", .good, room)
    }

    private static func terminal(_ console: Console) -> Finding {
        guard console.isErrorTerminal else {
            return Finding(
                "terminal", .note, "none: nobody can be asked",
                ["above the threshold a run needs --yes or --budget"])
        }
        let colours = console.usesColour ? "colours" : "no colours"
        let painter = console.painter
        let pictures = painter.refusal ?? "pictures by \(painter.kind.words)"
        return Finding("terminal", .good, "\(console.width) columns, \(colours), \(pictures)")
    }
}
