import Glibc

/// Asks the terminal what it can draw. What it was before it is again after, whatever comes.
package enum TerminalQuestion {
    /// Kitty's graphics query, the size of a character, and last the device attributes, which every
    /// terminal answers. Sources: sw.kovidgoyal.net/kitty/graphics-protocol; xterm, ctlseqs.
    package static let text = "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\\u{1B}[16t\u{1B}[c"

    /// - Parameters:
    ///   - path: of the terminal.
    ///   - milliseconds: after which silence is an answer too.
    package static func ask(path: String = "/dev/tty", milliseconds: Int = 250)
        -> TerminalAnswers
    {
        let terminal = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return TerminalAnswers() }
        defer { close(terminal) }
        // In the background a write would stop the whole job.
        guard tcgetpgrp(terminal) == getpgrp() else { return TerminalAnswers() }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { return TerminalAnswers() }
        var quiet = before
        // Answers are not shown and not kept for a line; Ctrl-C stays Ctrl-C.
        quiet.c_lflag &= ~tcflag_t(ICANON | ECHO)
        guard tcsetattr(terminal, TCSANOW, &quiet) == 0 else { return TerminalAnswers() }
        defer { tcsetattr(terminal, TCSANOW, &before) }
        return TerminalAnswers(reading: answer(of: terminal, within: milliseconds))
    }

    private static func answer(of terminal: Int32, within milliseconds: Int) -> String {
        let question = Array(text.utf8)
        guard write(terminal, question, question.count) == question.count else { return "" }
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        var bytes: [UInt8] = []
        while bytes.count < 4_096 {
            let left = Int32((end - .now) / .milliseconds(1))
            var event = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&event, 1, left) > 0 else { break }
            var chunk = [UInt8](repeating: 0, count: 512)
            let count = read(terminal, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
            // The device attributes come last.
            let text = String(decoding: bytes, as: UTF8.self)
            if let start = text.range(of: "\u{1B}[?"), text[start...].contains("c") { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    fileprivate func range(of start: String) -> Index? {
        indices.last { self[$0...].hasPrefix(start) }
    }
}
