import Synchronization

/// One line for each stage that is waited for, at the bottom of a terminal; what is said for good
/// goes above. Without a terminal only what is said for good is written.
package final class StatusBoard: Sendable {
    private struct Line {
        var text: String
        /// What it is likely to take.
        var typical: Duration?
        var since: ContinuousClock.Instant
    }

    private struct State {
        var lines: [(id: Int, line: Line)] = []
        /// The columns that each line on the screen takes.
        var drawn: [Int] = []
        var frame = 0
        var timer: Task<Void, Never>?
    }

    private let state = Mutex(State())
    private let isTerminal: Bool
    private let width: @Sendable () -> Int
    private let write: @Sendable (String) -> Void

    /// - Parameter width: columns, now; longer lines are cut, so that each takes one row.
    package init(
        isTerminal: Bool, width: @escaping @Sendable () -> Int,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.isTerminal = isTerminal
        self.width = width
        self.write = write
    }

    /// Shows a line until `end`; the time since is put behind it.
    ///
    /// - Parameter typical: what it is likely to take; nil where nobody knows.
    package func show(_ id: Int, _ text: String, typical: Duration? = nil) {
        guard isTerminal else { return }
        state.withLock { state in
            if let index = state.lines.firstIndex(where: { $0.id == id }) {
                state.lines[index].line.text = text
            } else {
                state.lines.append((id, Line(text: text, typical: typical, since: .now)))
            }
            if state.timer == nil { state.timer = Task { await self.tick() } }
            redraw(&state, above: "")
        }
    }

    package func end(_ id: Int) {
        guard isTerminal else { return }
        state.withLock { state in
            state.lines.removeAll { $0.id == id }
            redraw(&state, above: "")
        }
    }

    /// A line that stays.
    package func say(_ text: String) {
        state.withLock { state in
            guard isTerminal else { return write(text + "\n") }
            redraw(&state, above: text + "\n")
        }
    }

    /// Erases what is not for good; the terminal is as it was.
    package func close() {
        state.withLock { state in
            state.timer?.cancel()
            state.timer = nil
            state.lines = []
            redraw(&state, above: "")
        }
    }

    private func tick() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(250))
            state.withLock { state in
                guard !state.lines.isEmpty else { return }
                state.frame += 1
                redraw(&state, above: "")
            }
        }
    }

    private func redraw(_ state: inout State, above: String) {
        guard isTerminal, !state.drawn.isEmpty || !state.lines.isEmpty || !above.isEmpty else {
            return
        }
        let width = max(20, width())
        var output = ""
        // In a window that was made narrower, what was one row is several.
        let rows = state.drawn.reduce(0) { $0 + max(1, ($1 + width - 1) / width) }
        if rows > 0 { output += "\u{1B}[\(rows)A\r\u{1B}[J" }
        output += above
        let spinner = ["⠋", "⠙", "⠸", "⠴", "⠦", "⠇"][state.frame % 6]
        let texts = state.lines.map {
            "\(spinner) \($0.line.text), \(Self.time($0.line))".prefix(width - 1)
        }
        output += texts.map { $0 + "\n" }.joined()
        state.drawn = texts.map(\.count)
        write(output)
    }

    /// `3 s of about 9 s`
    private static func time(_ line: Line) -> String {
        let seconds = (ContinuousClock.now - line.since).components.seconds
        guard let typical = line.typical else { return "\(seconds) s" }
        return "\(seconds) s of about \(max(1, Int((typical / .seconds(1)).rounded()))) s"
    }
}
