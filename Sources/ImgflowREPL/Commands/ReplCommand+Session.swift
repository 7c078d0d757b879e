extension ReplCommand {
    /// The commands that are about the session itself: `Repl` runs them.
    static let ofSession: [CommandName] = [
        CommandName("undo", "go back one result; :undo 3", .text("how many times")),
        CommandName("redo", "go forward one result; :redo 2", .text("how many times")),
        CommandName("tree", "show all results, their origin, and their cost"),
        CommandName("diff", "compare two results: :diff 3 5", .picture),
        CommandName(
            "history", "list or search entered lines: :history storm; !42 reuses one",
            .text("words to search for")),
        CommandName(
            "save", "write the session as a script: :save flow.imgflow; :save all", .script),
        CommandName(
            "sessions",
            "list sessions; :sessions 2 continues one, :sessions forget deletes this one",
            .text("the number of a session, or forget, forget 2, forget all")),
        CommandName("load", "run a script in this session: :load flow.imgflow", .script),
        CommandName("set", "set a default: :set upscale format:png", .setting),
        CommandName(
            "fetch", "insert the recipe of an image into the line: :fetch a.png", .file),
        CommandName("replay", "reproduce a saved image: :replay a.png", .file),
        CommandName("plan", "show what a line would do and cost", .program),
        CommandName("clear", "clear the screen, like Ctrl-L"),
        CommandName("quit", "exit, like Ctrl-D"),
    ]
}
