package import ImgflowPlanner
package import ImgflowRuntime

/// Lines of a session that were run before: what they asked for again, or drew, stands.
package struct SettledLines: Sendable {
    /// The line that is run now.
    package var before: Int
    /// Of the session, so that each of its lines always draws the same.
    package var session: UInt64
    /// Whose the files are that the lines write.
    package var author: Author
    /// The results that are kept, by the names that stand for them in programs; and who keeps them.
    package var held: [String: [HeldImage]] = [:]
    package var keeper: (any ImageKeeper)?

    package var seed: @Sendable (SeedDraw) -> Int {
        { [session] draw in draw.seed(of: session) }
    }

    package init(before: Int, session: UInt64, author: Author) {
        self.before = before
        self.session = session
        self.author = author
    }
}
