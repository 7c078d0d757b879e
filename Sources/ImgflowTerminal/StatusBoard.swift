import Synchronization

/// One line for each stage that is waited for, at the bottom of a terminal; what is said for good
/// goes above. Without a terminal only what is said for good is written.
package final class StatusBoard: Sendable {
    private struct Line {
        var text: String
        var since: ContinuousClock.Instant
    }

    private struct State {
        var lines: [(id: Int, line: Line)] = []
        /// Lines that are on the screen now.
        var drawn = 0
        var frame = 0
        var timer: Task<Void, Never>?
    }

    private let state = Mutex(State())
    private let isTerminal: Bool
    private let width: Int
    private let write: @Sendable (String) -> Void

    /// - Parameter width: columns; longer lines are cut, since a wrapped line cannot be erased.
    package init(isTerminal: Bool, width: Int, write: @escaping @Sendable (String) -> Void) {
        self.isTerminal = isTerminal
        self.width = max(20, width)
        self.write = write
    }

    /// Shows a line until `end`; the time since is put behind it.
    package func show(_ id: Int, _ text: String) {
        guard isTerminal else { return }
        state.withLock { state in
            if let index = state.lines.firstIndex(where: { $0.id == id }) {
                state.lines[index].line.text = text
            } else {
                state.lines.append((id, Line(text: text, since: .now)))
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
        guard isTerminal, state.drawn > 0 || !state.lines.isEmpty || !above.isEmpty else { return }
        var output = ""
        if state.drawn > 0 { output += "\u{1B}[\(state.drawn)A\r\u{1B}[J" }
        output += above
        let spinner = ["|", "/", "-", "\\"][state.frame % 4]
        for (_, line) in state.lines {
            let seconds = Int((ContinuousClock.now - line.since).components.seconds)
            output += "\("\(spinner) \(line.text), \(seconds) s".prefix(width - 1))\n"
        }
        state.drawn = state.lines.count
        write(output)
    }
}
