/// Words of a command line, split as botocore (Python's `shlex.split`) does: no expansion, single
/// and double quotes, a backslash outside single quotes.
package enum ShellWords {
    package enum Failure: Error, Hashable {
        case unclosedQuote(Character)
        case trailingBackslash
    }

    package static func split(_ text: String) throws(Failure) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var characters = text.makeIterator()
        while let character = characters.next() {
            switch (character, quote) {
            case ("\\", nil), ("\\", "\""):
                guard let next = characters.next() else { throw .trailingBackslash }
                // Inside double quotes a backslash escapes only these two.
                let isLiteral = quote != nil && next != "\"" && next != "\\"
                word = (word ?? "") + (isLiteral ? "\\" : "") + String(next)
            case (let character, let open?):
                if character == open { quote = nil } else { word?.append(character) }
            case ("\"", nil), ("'", nil):
                quote = character
                word = word ?? ""
            case (let character, nil) where character.isWhitespace:
                if let finished = word { words.append(finished) }
                word = nil
            default:
                word = (word ?? "") + String(character)
            }
        }
        if let quote { throw .unclosedQuote(quote) }
        if let word { words.append(word) }
        return words
    }
}
