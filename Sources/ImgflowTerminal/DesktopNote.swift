/// A note on the desktop, for terminals that are known to show one.
package enum DesktopNote {
    /// OSC 9 of iTerm2 (iterm2.com/documentation-escape-codes), which these others take too
    /// (sw.kovidgoyal.net/kitty/desktop-notifications, wezterm.org/escape-sequences, ghostty.org/docs/vt).
    ///
    /// - Returns: Nil where it could be shown as it is, or would reach a multiplexer.
    package static func text(_ words: String, _ environment: [String: String]) -> String? {
        guard environment["TMUX"] == nil, environment["STY"] == nil else { return nil }
        let programs = ["iTerm.app", "WezTerm", "ghostty"]
        let isKnown =
            environment["TERM_PROGRAM"].map(programs.contains) == true
            || ["iTerm2"].contains(environment["LC_TERMINAL"])
            || environment["KITTY_WINDOW_ID"] != nil
        guard isKnown else { return nil }
        return "\u{1B}]9;imgflow: \(words)\u{7}"
    }
}
