/// The seventeen names that style sheets know, for those who write one. Source: CSS 2.1, section 4.3.6.
enum NamedColors {
    /// `#RRGGBB`; whatever the case of the name.
    static subscript(name: String) -> String? {
        hex[name.lowercased()].map { "#" + $0 }
    }

    private static let hex = [
        "aqua": "00FFFF", "black": "000000", "blue": "0000FF", "fuchsia": "FF00FF",
        "gray": "808080",
        "grey": "808080", "green": "008000", "lime": "00FF00", "maroon": "800000", "navy": "000080",
        "olive": "808000", "orange": "FFA500", "purple": "800080", "red": "FF0000",
        "silver": "C0C0C0", "teal": "008080", "white": "FFFFFF", "yellow": "FFFF00",
    ]
}
