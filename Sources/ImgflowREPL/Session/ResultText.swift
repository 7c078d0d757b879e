import ImgflowLanguage

/// A result in words.
enum ResultText {
    /// `$2  160x107 png, 0.1 s, $0.07, search-replace, seed 822640155`
    static func facts(_ entry: Entry) -> String {
        let pictures = entry.pictures
        guard let first = pictures.first else { return "" }
        var parts = ["\(first.width)x\(first.height) \(first.format)"]
        if pictures.count > 1 { parts = ["\(pictures.count) images, the first \(parts[0])"] }
        switch entry.payment {
        case .known?: parts.append("cached")
        case let payment?: parts += [seconds(entry.milliseconds), "\(payment)"]
        case nil: break
        }
        if let model = first.model { parts.append(model) }
        if let seed = first.seed { parts.append("seed \(seed)") }
        return "$\(entry.number)  \(parts.joined(separator: ", "))"
    }

    /// The line that makes it again, as people type it.
    static func line(_ entry: Entry) -> String {
        Printable.text(LineText.typed(entry.line))
    }

    static func seconds(_ milliseconds: Int) -> String {
        "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
    }
}
