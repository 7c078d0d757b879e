/// What a model answered: an encoded image with the seed it says it used, and those that came with it.
package struct ModelAnswer: Sendable {
    package struct Picture: Hashable, Sendable {
        package var bytes: [UInt8]
        package var seed: Int?

        package init(_ bytes: [UInt8], seed: Int?) {
            self.bytes = bytes
            self.seed = seed
        }
    }

    /// In the order of the answer, at least one.
    package var pictures: [Picture]
    /// Those that are no base64: they are billed all the same.
    package var unreadable: Int
    /// The mask that the model worked by, where it was asked for.
    package var mask: [UInt8]?

    package init(_ pictures: [Picture], unreadable: Int = 0, mask: [UInt8]? = nil) {
        self.pictures = pictures
        self.unreadable = unreadable
        self.mask = mask
    }

    package var image: [UInt8] { pictures.first?.bytes ?? [] }
    package var seed: Int? { pictures.first?.seed }
    /// As the bill counts them.
    package var count: Int { pictures.count + unreadable }

    /// Reads the strings of base64 that came; one that is none does not lose the others.
    ///
    /// - Parameter found: of each image its string, and its seed.
    static func of(
        _ found: [(base64: JSONScanner.Value, seed: JSONScanner.Value?)],
        in body: UnsafeRawBufferPointer
    ) throws(AnswerProblem) -> ModelAnswer {
        let pictures = found.compactMap { part in
            part.base64.base64(in: body).map { Picture($0, seed: part.seed?.integer(in: body)) }
        }
        guard !pictures.isEmpty else { throw .badBase64 }
        return ModelAnswer(pictures, unreadable: found.count - pictures.count)
    }
}

/// Which side of a call a content filter refused.
package enum FilteredSide: String, Hashable, Sendable {
    case prompt
    case inputImage = "input image"
    case outputImage = "output image"
}

/// Why a 200 response holds no image.
package enum AnswerProblem: Error, Hashable, Sendable {
    /// A content filter's refusal; an outcome of its own, never stored as known.
    case filtered(FilteredSide, said: String)
    /// `"Inference error"`, or another reason that the model gives.
    case failed(said: String)
    case notJSON(offset: Int)
    /// JSON, but not of the documented shape.
    case unexpected(String)
    case badBase64
}

extension AnswerProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .filtered(let side, _): "the content filter refused the \(side.rawValue)"
        case .failed(let said): "the model failed: \(said)"
        case .notJSON(let offset): "the response is not JSON (byte \(offset))"
        case .unexpected(let what): "the response does not have the documented form: \(what)"
        case .badBase64: "the image in the response is not base64"
        }
    }
}
