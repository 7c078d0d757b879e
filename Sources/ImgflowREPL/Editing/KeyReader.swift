internal import CLibEdit
import Glibc

/// Keys as characters, as they come from the terminal. What is pasted comes as one key, so that it is
/// never taken for typing; so does what is to stand in the line at its beginning. A key that terminals send as
/// a sequence comes as `action` and the letter of what it does.
///
/// Read by libedit's thread alone.
final class KeyReader {
    /// A bracketed paste has come whole: `pasted`.
    static let paste = 0x1F
    /// The line begins: what is held goes into it.
    static let hold = 0x1E
    /// A letter of `KeySequence.Action` follows.
    static let action = 0x1D

    /// What came in the latest paste.
    private(set) var pasted = ""
    /// The character of the latest `join`.
    private(set) var joining: Unicode.Scalar?
    /// Sequences that the user's own file names, and that libedit gets as they come.
    var ownSequences: (_ tail: String) -> Bool = { _ in false }
    /// Gets what the terminal answers to a question, each answer whole.
    var answered: (_ answer: String) -> Void = { _ in }
    /// The latest that was typed.
    private var last: Unicode.Scalar?
    private var bytes: ArraySlice<UInt8> = []
    /// Read already, and not given out.
    private var waiting: ArraySlice<Int> = []

    private static let escape: UInt8 = 0x1B
    /// Ctrl-D.
    private static let end: UInt8 = 4
    private static let pasteStart = Array("[200~".utf8)
    private static let pasteEnd = Array("\u{1B}[201~".utf8)
    private static let longestPaste = 2 << 20
    private static let longestAnswer = 8_192
    /// A terminal sends a sequence at once, a person a key at a time. Milliseconds.
    private static let patience: Int32 = 50
    /// Within a sequence, which a slow line may cut.
    private static let longPatience: Int32 = 300

    /// Before the next line is read.
    ///
    /// - Parameter changed: called where the window changed, or the process was stopped and went on,
    ///   since the line before: nothing is on the screen yet that would be drawn again.
    func begin(holdingText: Bool, changed: () -> Void) {
        waiting = holdingText ? [Self.hold] : []
        passNews { _ in changed() }
    }

    /// Takes what was reported of the window and the process meanwhile.
    func passNews(_ changed: (Bool) -> Void = { _ in }) {
        var event = pollfd(fd: imgflow_terminal_news(), events: Int16(POLLIN), revents: 0)
        while poll(&event, 1, 0) > 0, look(at: event.fd, changed) {}
    }

    /// Whether keys were typed before the line stood there.
    var areWaiting: Bool { !bytes.isEmpty || !waiting.isEmpty || hasMore(within: 0) }

    /// Takes what was typed while the terminal still read lines whole: a Ctrl-D of then comes as a NUL.
    func takeEarly() {
        let known = bytes.count
        guard hasMore(within: 0), readMore() else { return }
        let early = bytes.dropFirst(known).map { $0 == 0 ? Self.end : $0 }
        bytes = bytes.prefix(known) + early
    }

    /// Keys that were read too far come again.
    func putBack(_ codes: [Int]) { waiting = codes + waiting }

    /// - Parameter changed: called where the window changed, or the process was stopped and went on.
    /// - Returns: Nil at the end, or where the terminal is gone.
    func next(changed: (_ wasStopped: Bool) -> Void) -> Int? {
        while true {
            if let code = waiting.popFirst() { return code }
            guard fill(changed) else { return nil }
            if bytes.first == Self.escape {
                bytes.removeFirst()
                takeSequence(changed)
            } else {
                takeCharacter()
            }
        }
    }

    private func takeCharacter() {
        switch imgflow_character(bytes.removeFirst()) {
        case -1: return
        // No character of any kind: as terminals show it.
        case -2: waiting.append(0xFFFD)
        // Ctrl-_, as it is in bash.
        case Self.paste: act(.undo)
        // What is read here never comes from a key.
        case Self.hold, Self.action: return
        case let code:
            let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init)
            defer { last = scalar }
            if let scalar, !scalar.isASCII, Clusters.goesOn(after: last, scalar) {
                joining = scalar
                act(.join)
            } else if let scalar, imgflow_is_cluster_code(code) {
                waiting += Clusters.encoded(String(scalar)).unicodeScalars.map { Int($0.value) }
            } else {
                waiting.append(code)
            }
        }
    }

    private func act(_ action: KeySequence.Action) {
        waiting += [Self.action] + action.rawValue.unicodeScalars.map { Int($0.value) }
    }

    // MARK: Sequences

    /// Behind `ESC`.
    private func takeSequence(_ changed: (Bool) -> Void) {
        guard let kind = look(within: Self.patience) else { return waiting.append(0x1B) }
        var hasAlt = false
        if kind == Self.escape, let second = lookPast(), "[O".utf8.contains(second) {
            bytes.removeFirst()
            hasAlt = true
        }
        switch bytes.first {
        case UInt8(ascii: "["), UInt8(ascii: "O"):
            // Alt and such a letter, from a person.
            guard lookPast() != nil, let sequence = sequence() else {
                return waiting.append(0x1B)
            }
            if sequence == Self.pasteStart {
                takePaste(changed)
            } else {
                take(KeySequence(bytes: sequence, hasAlt: hasAlt))
            }
        // What a terminal answers, to a question of any program, is no typing.
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
            guard lookPast() != nil else { return waiting.append(0x1B) }
            passAnswer()
        default: waiting.append(0x1B)
        }
    }

    private func take(_ sequence: KeySequence) {
        let tail = String(decoding: sequence.bytes, as: UTF8.self)
        if ownSequences(tail) {
            waiting += (sequence.hasAlt ? [0x1B, 0x1B] : [0x1B]) + sequence.bytes.map { Int($0) }
            return
        }
        switch sequence.meaning {
        // Behind Ctrl-V a character is waited for, and no key.
        case .action where last == "\u{16}": return
        case .action(let action): act(action)
        case .character(let code): waiting.append(code)
        case .nothing: answered("\u{1B}" + tail)
        }
    }

    /// `[` or `O` to the final byte; what is no sequence ends where it stops being one.
    private func sequence() -> [UInt8]? {
        var taken = [bytes.removeFirst()]
        while taken.count < 64, let byte = look(within: Self.longPatience) {
            guard (0x20...0x7E).contains(byte) else { break }
            taken.append(byte)
            bytes.removeFirst()
            let isConsole = taken == Array("[[".utf8)
            if (0x40...0x7E).contains(byte), !isConsole { return taken }
        }
        return taken
    }

    /// To its end, which is BEL, or `ESC \`.
    private func passAnswer() {
        var answer = [Self.escape]
        defer { answered(String(decoding: answer, as: UTF8.self)) }
        while answer.count < Self.longestAnswer, let byte = look(within: Self.longPatience) {
            bytes.removeFirst()
            answer.append(byte)
            if byte == 7 { return }
            if byte == Self.escape {
                if look(within: Self.longPatience) == UInt8(ascii: "\\") { bytes.removeFirst() }
                return
            }
        }
    }

    /// The next byte, which stays; nil where none comes.
    private func look(within milliseconds: Int32) -> UInt8? {
        if bytes.isEmpty, hasMore(within: milliseconds) { readMore() }
        return bytes.first
    }

    /// The one after it, which comes at once where a terminal sends it.
    private func lookPast() -> UInt8? {
        if bytes.count < 2, hasMore(within: Self.patience) { readMore() }
        return bytes.dropFirst().first
    }

    // MARK: Bytes

    /// - Returns: False at the end.
    private func fill(_ changed: (Bool) -> Void) -> Bool {
        while bytes.isEmpty {
            var events = [STDIN_FILENO, imgflow_terminal_news()].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            guard poll(&events, 2, -1) > 0 else {
                if errno == EINTR { continue }
                return false
            }
            if events[1].revents != 0 { look(at: events[1].fd, changed) }
            guard events[0].revents != 0 else { continue }
            guard readMore() || errno == EINTR || errno == EAGAIN else { return false }
        }
        return true
    }

    /// - Returns: False at the end, and with `errno` where it failed.
    @discardableResult
    private func readMore() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        errno = 0
        let count = read(STDIN_FILENO, &chunk, chunk.count)
        if count > 0 { bytes = ArraySlice(bytes + chunk[..<count]) }
        return count > 0
    }

    @discardableResult
    private func look(at news: Int32, _ changed: (Bool) -> Void) -> Bool {
        var words = [UInt8](repeating: 0, count: 64)
        let count = read(news, &words, words.count)
        guard count > 0 else { return false }
        changed(words.prefix(count).contains(UInt8(ascii: "C")))
        return true
    }

    private func hasMore(within milliseconds: Int32) -> Bool {
        var event = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&event, 1, milliseconds) > 0
    }

    private func takePaste(_ changed: (Bool) -> Void) {
        var block: [UInt8] = []
        while fill(changed) {
            block.append(bytes.removeFirst())
            if block.last == Self.pasteEnd.last,
                block.suffix(Self.pasteEnd.count) == Self.pasteEnd[...]
            {
                block.removeLast(Self.pasteEnd.count)
                break
            }
            // What is too long is read to its end all the same: the rest is no typing.
            if block.count > Self.longestPaste { block.removeFirst(Self.longestPaste / 2) }
        }
        pasted = String(decoding: block, as: UTF8.self)
            .replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        waiting.append(Self.paste)
    }
}
