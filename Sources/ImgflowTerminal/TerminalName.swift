/// What `TERM` says of a terminal.
package enum TerminalName {
    /// Whether it takes escape sequences; the shells of editors, and what names no terminal, write them as they are.
    package static func takesSequences(_ term: String?) -> Bool {
        !["", "dumb", "emacs", "unknown"].contains(term ?? "")
    }
}
