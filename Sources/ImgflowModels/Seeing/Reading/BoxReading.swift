package import ImageFacts

extension BoxDialect {
    /// No image is asked for more.
    private static let most = 100

    /// The boxes in what a model said; none where it says that nothing is there. Models write them with
    /// words around, in JSON, and in Markdown fences: what counts is each innermost list of four whole
    /// numbers.
    ///
    /// - Parameter seen: the image as the model looked at it (`ImageTokens.seen`), whose pixels count
    ///   where the dialect's are pixels.
    package func boxes(in text: String, seen: PixelSize) throws(ConverseProblem) -> [SeenBox] {
        let lists = Self.lists(in: text)
        guard !lists.isEmpty else {
            guard !text.contains(where: \.isNumber) else {
                throw .noBox("expected four whole numbers in brackets")
            }
            return []
        }
        guard lists.count <= Self.most else { throw .noBox("\(lists.count) of them") }
        let scale = scale(seen)
        let boxes = lists.compactMap { SeenBox($0, scale: scale) }
        guard !boxes.isEmpty else { throw .noBox("none has an area within the image") }
        return boxes
    }

    /// The box in a field of a form.
    package func box(in value: SeenValue, seen: PixelSize) throws(ConverseProblem) -> SeenBox {
        let numbers = value.items?.compactMap(\.whole).map(Double.init) ?? []
        guard numbers.count == 4, value.items?.count == 4,
            let box = SeenBox(numbers, scale: scale(seen))
        else { throw .noBox("expected four whole numbers that have an area") }
        return box
    }

    private func scale(_ seen: PixelSize) -> (width: Double, height: Double) {
        switch self {
        case .lists, .named, .labeled: (1_000, 1_000)
        case .pixels: (Double(seen.width), Double(seen.height))
        }
    }

    private static func lists(in text: String) -> [[Double]] {
        var found: [[Double]] = []
        var start: String.Index?
        for index in text.indices {
            switch text[index] {
            case "[": start = text.index(after: index)
            case "]":
                if let start, let numbers = numbers(in: text[start..<index]) {
                    found.append(numbers)
                }
                start = nil
            default: break
            }
        }
        return found
    }

    /// Four whole numbers of at most six digits.
    private static func numbers(in text: Substring) -> [Double]? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var numbers: [Double] = []
        for part in parts {
            let digits = part.drop { $0.isWhitespace }
            let end = digits.lastIndex { !$0.isWhitespace }
            guard let end, digits.utf8.count <= 12, let number = Int(digits[...end]),
                abs(number) < 1_000_000
            else { return nil }
            numbers.append(Double(number))
        }
        return numbers
    }
}
