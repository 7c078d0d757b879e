/// Text as it may stand in a file name: lower case words joined by hyphens.
package enum Slug {
    package static func make(_ text: String) -> String {
        var words: [String] = []
        var word = ""
        for character in text.lowercased() {
            if character.isLetter || character.isNumber {
                word.append(character)
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        // Whole words up to 40 characters, so that the name can be read and no file system minds.
        var slug = ""
        for word in words {
            guard slug.count + word.count < 40 else { break }
            slug += slug.isEmpty ? word : "-\(word)"
        }
        if slug.isEmpty, let first = words.first { slug = String(first.prefix(40)) }
        return slug.isEmpty ? "image" : slug
    }
}
