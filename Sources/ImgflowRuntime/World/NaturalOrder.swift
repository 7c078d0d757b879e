import ImgflowLanguage

/// Names as people order them: case ignored, and `shot-9` before `shot-10`.
package enum NaturalOrder {
    package static func sorted(_ names: [String]) -> [String] {
        names.map { (key: key($0), name: $0) }
            .sorted { ($0.key, FilePath($0.name)) < ($1.key, FilePath($1.name)) }
            .map(\.name)
    }

    /// Every run of digits is written with its length before it, so that text order is number order.
    private static func key(_ name: String) -> String {
        var key = ""
        var digits = ""
        func flushed() -> String {
            let number = digits.drop { $0 == "0" }
            let length = String(number.count)
            return String(repeating: "0", count: 3 - min(3, length.count)) + length + number
        }
        for character in name.lowercased() {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            if !digits.isEmpty { key += flushed() }
            digits = ""
            key.append(character)
        }
        return digits.isEmpty ? key : key + flushed()
    }
}
