import ImgflowPlanner

/// Lines of a session that were run before: what they asked for afresh, or drew, stands.
struct SettledLines: Sendable {
    /// The line that is run now.
    var before: Int
    /// Of the session, so that each of its lines always draws the same.
    var session: UInt64
    /// Whose the files are that the lines write.
    var author: Author

    var seed: @Sendable (SeedDraw) -> Int {
        { [session] draw in draw.seed(of: session) }
    }
}
