internal import CLibEdit
import Glibc

/// Keys as characters, as they come from the terminal. What is pasted comes as one key, so that it is
/// never taken for typing; so does what is to stand in the line at its beginning.
///
/// Read by libedit's thread alone.
final class KeyReader {
    /// A bracketed paste has come whole: `pasted`.
    static let paste = 0x1F
    /// The line begins: what is held goes into it.
    static let hold = 0x1E

    /// What came in the latest paste.
    private(set) var pasted = ""
    private var bytes: ArraySlice<UInt8> = []
    private var first: Int?

    private static let pasteStart = Array("\u{1B}[200~".utf8)
    private static let pasteEnd = Array("\u{1B}[201~".utf8)
    private static let longestPaste = 2 << 20
    /// A terminal sends a sequence at once, a person a key at a time.
    private static let patience: Int32 = 50

    /// Before the next line is read.
    ///
    /// - Parameter changed: called where the window changed, or the process was stopped and went on,
    ///   since the line before: nothing is on the screen yet that would be drawn again.
    func begin(holdingText: Bool, changed: () -> Void) {
        first = holdingText ? Self.hold : nil
        var event = pollfd(fd: imgflow_terminal_news(), events: Int16(POLLIN), revents: 0)
        while poll(&event, 1, 0) > 0, look(at: event.fd, { _ in changed() }) {}
    }

    /// - Parameter changed: called where the window changed, or the process was stopped and went on.
    /// - Returns: Nil at the end, or where the terminal is gone.
    func next(changed: (_ wasStopped: Bool) -> Void) -> Int? {
        if let first {
            self.first = nil
            return first
        }
        while true {
            guard fill(changed) else { return nil }
            if bytes.first == Self.pasteStart[0], startsPaste() {
                takePaste(changed)
                return Self.paste
            }
            switch imgflow_character(bytes.removeFirst()) {
            case -1: continue
            // No character of any kind: as terminals show it.
            case -2: return 0xFFFD
            // What is read here never comes from a key.
            case Self.paste, Self.hold: continue
            case let code: return code
            }
        }
    }

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
            var chunk = [UInt8](repeating: 0, count: 4_096)
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count > 0 {
                bytes = chunk[..<count]
            } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
                return false
            }
        }
        return true
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

    /// Takes the beginning of a paste off, where it is one.
    private func startsPaste() -> Bool {
        while bytes.count < Self.pasteStart.count {
            guard Self.pasteStart.starts(with: bytes), hasMore(within: Self.patience) else {
                return false
            }
            var byte: UInt8 = 0
            guard read(STDIN_FILENO, &byte, 1) == 1 else { return false }
            bytes.append(byte)
        }
        guard bytes.starts(with: Self.pasteStart) else { return false }
        bytes.removeFirst(Self.pasteStart.count)
        return true
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
    }
}
