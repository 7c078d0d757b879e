import Glibc
import ImgflowTerminal

/// What is known of the terminal without asking it.
enum Terminal {
    static let takesSequences = TerminalName.takesSequences(text("TERM"))

    /// Whether long lines are wrapped again where the window changes. xterm, screen and the console cut them
    /// or leave them as they are.
    static let wrapsAnew =
        has([
            "VTE_VERSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "TMUX", "ALACRITTY_WINDOW_ID",
            "WT_SESSION", "WEZTERM_PANE", "GHOSTTY_RESOURCES_DIR",
        ]) || isProgram(["iTerm.app", "Apple_Terminal", "WezTerm", "vscode", "ghostty"]) || isFoot

    /// Whether emoji with a joiner between them take the columns of one. Others show one next to the other.
    static let joinsEmoji =
        has(["TMUX", "KITTY_WINDOW_ID", "WEZTERM_PANE", "GHOSTTY_RESOURCES_DIR", "WT_SESSION"])
        || isProgram(["iTerm.app", "Apple_Terminal", "WezTerm", "ghostty"]) || isFoot

    private static let isFoot = text("TERM")?.hasPrefix("foot") == true

    private static func has(_ names: [String]) -> Bool { names.contains { text($0) != nil } }

    private static func isProgram(_ names: [String]) -> Bool {
        text("TERM_PROGRAM").map(names.contains) == true
    }

    private static func text(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
