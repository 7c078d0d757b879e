/// What the line was, change by change, for undo. Letters of one word are one change, as bash has it.
struct LineChanges {
    typealias State = (line: String, cursor: Int)

    private var states: [State] = []
    private var isTyping = false
    private static let most = 1_000

    /// Before each key.
    mutating func note(_ line: String, cursor: Int) {
        guard let last = states.last else {
            states = [(line, cursor)]
            return
        }
        guard line != last.line else {
            if cursor != last.cursor { isTyping = false }
            states[states.count - 1].cursor = cursor
            return
        }
        let typed = Self.letter(from: last, to: (line, cursor))
        if typed != nil, isTyping, typed != " " {
            states[states.count - 1] = (line, cursor)
        } else {
            states.append((line, cursor))
            if states.count > Self.most { states.removeFirst() }
        }
        isTyping = typed != nil
    }

    /// - Returns: What the line was before its latest change.
    mutating func undo(_ line: String, cursor: Int) -> State? {
        note(line, cursor: cursor)
        guard states.count > 1 else { return nil }
        states.removeLast()
        isTyping = false
        return states.last
    }

    /// The one character that was typed where the cursor was.
    private static func letter(from before: State, to after: State) -> Unicode.Scalar? {
        let old = before.line.unicodeScalars, new = after.line.unicodeScalars
        guard new.count == old.count + 1, after.cursor == before.cursor + 1 else { return nil }
        let head = new.prefix(before.cursor)
        guard head.elementsEqual(old.prefix(before.cursor)),
            new.dropFirst(after.cursor).elementsEqual(old.dropFirst(before.cursor))
        else { return nil }
        return new.dropFirst(before.cursor).first
    }
}
