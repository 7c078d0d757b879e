/// The little of XML that STS's answers need: the text of an element by its name.
enum XMLText {
    /// Of the first element of that name, entities resolved; nil where there is none.
    static func value(_ name: String, in text: String) -> String? {
        guard let open = text.firstRange(of: "<\(name)>") else { return nil }
        let rest = text[open.upperBound...]
        guard let close = rest.firstRange(of: "</\(name)>") else { return nil }
        var value = String(rest[..<close.lowerBound])
        for (entity, character) in [
            ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&"),
        ] {
            value = value.replacing(entity, with: character)
        }
        return value
    }
}
