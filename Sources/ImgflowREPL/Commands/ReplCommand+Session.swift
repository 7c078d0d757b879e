extension ReplCommand {
    /// The commands that are about the session itself: `Repl` runs them.
    static let ofSession: [CommandName] = [
        CommandName("undo", "go back to the result before; :undo 3", .text("how many times")),
        CommandName("redo", "go forward again; :redo 2", .text("how many times")),
        CommandName("tree", "the results, what came of what, and what it cost"),
        CommandName("diff", "what differs: :diff 3 5", .picture),
        CommandName(
            "history", "what was entered, :history storm; !42 takes one up again",
            .text("words that are sought")),
        CommandName("save", "a script of what was saved: :save flow.imgflow; :save all", .script),
        CommandName("load", "run a script and stay: :load flow.imgflow", .script),
        CommandName("set", "a default: :set upscale format:png", .setting),
        CommandName(
            "fetch", "how a picture was made, into the line: :fetch a.png", .file),
        CommandName("replay", "make a saved picture again: :replay a.png", .file),
        CommandName("plan", "what a line would do and cost", .program),
        CommandName("clear", "an empty screen, as Ctrl-L makes"),
        CommandName("quit", "leave, as Ctrl-D does"),
    ]
}
