/// What a model answered: one encoded picture, with the seed it says it used.
package struct ModelAnswer: Sendable {
    package var image: [UInt8]
    package var seed: Int?
    /// The mask that the model worked by, where it was asked for.
    package var mask: [UInt8]?

    package init(image: [UInt8], seed: Int?, mask: [UInt8]? = nil) {
        self.image = image
        self.seed = seed
        self.mask = mask
    }
}

/// Which side of a call a content filter refused.
package enum FilteredSide: String, Hashable, Sendable {
    case prompt
    case inputImage = "input image"
    case outputImage = "output image"
}

/// Why a 200 response holds no picture.
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
        case .notJSON(let offset): "the answer is not JSON (byte \(offset))"
        case .unexpected(let what): "the answer is not of the documented shape: \(what)"
        case .badBase64: "the answer's picture is not base64"
        }
    }
}
