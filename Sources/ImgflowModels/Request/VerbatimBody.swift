/// A body that the user wrote, for models that imgflow has no file for.
extension RequestValue {
    /// What stands for the image in the user's text: a JSON string of its own.
    package static let picturePlaceholder = "$image"

    /// The text is not JSON from this character on, counted from 0.
    package struct MalformedBody: Error {
        package var offset: Int
        /// JSON, but not an object, as every model's body is.
        package var isNoObject: Bool
    }

    /// JSON kept to the letter, but for strings that are `"$image"`: the image goes there.
    package static func verbatim(_ text: String) throws(MalformedBody) -> RequestValue {
        let bytes = Array(text.utf8)
        let json: JSONScanner.Value
        do throws(JSONScanner.Malformed) {
            json = try JSONScanner.scan(bytes)
        } catch {
            let before = String(decoding: bytes.prefix(error.offset), as: UTF8.self)
            throw MalformedBody(offset: before.count, isNoObject: false)
        }
        guard case .object = json else { throw MalformedBody(offset: 0, isNoObject: true) }
        let places = json.strings.filter { bytes[$0].elementsEqual(picturePlaceholder.utf8) }
        var pieces: [Piece] = []
        var position = 0
        for place in places {
            // The quotes stand around the place, and the writer puts in its own.
            pieces.append(
                .json(String(decoding: bytes[position..<(place.lowerBound - 1)], as: UTF8.self)))
            pieces.append(.image(.image))
            position = place.upperBound + 1
        }
        pieces.append(.json(String(decoding: bytes[position...], as: UTF8.self)))
        return .verbatim(pieces)
    }
}

extension JSONScanner.Value {
    /// Where strings stand as values, in their order.
    fileprivate var strings: [Range<Int>] {
        switch self {
        case .string(let range): [range]
        case .list(let items): items.flatMap(\.strings)
        case .object(let fields): fields.flatMap(\.value.strings)
        case .number, .truth, .null: []
        }
    }
}
