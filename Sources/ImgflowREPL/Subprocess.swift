import Glibc

/// A command of the user's, on the same terminal.
enum Subprocess {
    /// - Returns: Whether it ended well.
    static func run(_ command: String) -> Bool {
        var child: pid_t = 0
        let texts: [String] = ["sh", "-c", command]
        var words: [UnsafeMutablePointer<CChar>?] = texts.map { text in strdup(text) }
        words.append(nil)
        defer { for word in words { free(word) } }
        guard posix_spawn(&child, "/bin/sh", nil, nil, &words, environ) == 0 else { return false }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { return false }
        }
        return status == 0
    }
}
