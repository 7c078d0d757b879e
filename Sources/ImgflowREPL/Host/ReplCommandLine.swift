package import ImgflowEngine

/// The command line around a session: its words, and how one of its commands is run.
package struct ReplCommandLine: Sendable {
    package typealias Run = @Sendable (_ words: [String], Console) async -> Void

    package var words: CommandWords
    /// The commands with what each does, as `:help` offers them.
    package var topics: @Sendable () -> [(text: String, summary: String)]
    package var run: Run

    package init(
        words: CommandWords, topics: @escaping @Sendable () -> [(text: String, summary: String)],
        run: @escaping Run
    ) {
        self.words = words
        self.topics = topics
        self.run = run
    }
}
