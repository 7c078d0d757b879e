import Hashing
package import ImgflowModels

/// What an image is, in the keys of answers: the hash of its bytes where they came from a file or a
/// model, and of what it was made from where this machine made it.
package struct Identity: Codable, Hashable, Sendable {
    package var text: String
    /// False while it rests on an answer that is yet to come.
    package var isSettled: Bool
    /// The text of the same image before pixels were corrected; nil where none were. Seeds are derived
    /// from it, so that they stay, and answers that are not used any more are found by it.
    package private(set) var earlier: String?
    /// An answer that is yet to come may have come to an earlier version.
    private var wasSettled: Bool

    package init(text: String, isSettled: Bool) {
        self.init(text: text, isSettled: isSettled, before: nil)
    }

    private init(text: String, isSettled: Bool, before: Identity?) {
        self.text = text
        self.isSettled = isSettled
        earlier = before?.text
        wasSettled = before?.isSettled ?? isSettled
    }

    /// As an earlier version named it.
    package var asBefore: Identity { Identity(text: earlier ?? text, isSettled: wasSettled) }

    /// Of an image that the request does not have.
    package static let none = Identity(text: "", isSettled: true)

    /// In the place of an image that did not come.
    package static func missing(_ why: String) -> Identity {
        Identity(text: why, isSettled: true)
    }

    /// - Parameter revision: `ImageFacts.revision` of a file.
    package static func content(hash: String, revision: Int = 1) -> Identity {
        let before = Identity(text: hash, isSettled: true)
        guard revision > 1 else { return before }
        return Identity(text: "\(hash) r\(revision)", isSettled: true, before: before)
    }

    /// Of a file's bytes, as `content` was given it.
    package var fileHash: String { String(text.prefix { $0 != " " }) }

    /// The answer of a call that is not known yet; each `turn` of one that is asked again is
    /// another image.
    ///
    /// - Parameter before: what came of the same call to an earlier version, where pixels that go into it
    ///   were corrected.
    package static func answer(
        to key: AnswerKey, turn: Int? = nil, before: Identity? = nil
    ) -> Identity {
        Identity(
            text: "answer:" + key.hex + (turn.map { " \($0)" } ?? ""), isSettled: false,
            before: before)
    }

    /// What an operation makes of this image, and of others that go into it.
    ///
    /// - Parameter earlier: what the operation was called before its pixels were corrected.
    package func applying(
        _ operation: String, earlier: String? = nil, with others: [Identity] = []
    ) -> Identity {
        let images = [self] + others
        func made(_ operation: String, _ texts: [String]) -> String {
            Digest.hex("made\n\(operation)\n\(texts.joined(separator: "\n"))")
        }
        let isChanged = earlier != nil || images.contains { $0.earlier != nil }
        return Identity(
            text: made(operation, images.map(\.text)),
            isSettled: images.allSatisfy(\.isSettled),
            before: isChanged
                ? Identity(
                    text: made(earlier ?? operation, images.map(\.asBefore.text)),
                    isSettled: images.allSatisfy(\.wasSettled))
                : nil)
    }

    package func applying(
        _ operation: any FreeOperation, with others: [Identity] = []
    ) -> Identity {
        applying(operation.description, earlier: operation.earlierDescription, with: others)
    }

    /// The same pixels with another resolution, which the file that is written of them shows.
    package func resolved(dpi: Int?) -> Identity {
        dpi.map { applying("resolution \($0)") } ?? self
    }

    /// The mask that came with an answer.
    package var returnedMask: Identity { applying("returned mask") }

    /// A further image of an answer that is yet to come, from 2.
    package func returnedImage(_ number: Int) -> Identity { applying("returned image \(number)") }
}

/// Names an answer: who answered, which model, and the request with images by their identities.
package struct AnswerKey: Hashable, Sendable {
    /// Hex SHA-256, 64 characters.
    package var hex: String

    package init(hex: String) { self.hex = hex }

    /// - Parameter origin: `aws`, `sandbox`, or the origin of a custom endpoint.
    package init(
        origin: String, modelID: String, request: RequestValue,
        pictures: (ImageRole) -> Identity
    ) {
        let body = RequestWriter.text(request) { _ in "" }
        var named: Set<ImageRole> = []
        let images = request.roles.filter { named.insert($0).inserted }
            .map { "\($0.rawValue) \(pictures($0).text)" }
        hex = Digest.hex(([origin, modelID, body] + images).joined(separator: "\n"))
    }
}

package enum Digest {
    /// Hex SHA-256 of a text's UTF-8.
    package static func hex(_ text: String) -> String { hex(Array(text.utf8)) }

    package static func hex(_ bytes: [UInt8]) -> String {
        Hexadecimal.text(SHA256.hash(bytes))
    }
}

/// The seed of a stage that names none: from its verb, its input's content and the number of the
/// copy, never from the prompt, so that wording can be tried at a fixed seed.
package enum DerivedSeed {
    /// Every model takes these and means nothing else by them; 0 is random for Stability.
    package static let range = 1...2_147_483_646
    /// What may be written: as far as any model goes. A model that takes less refuses it by its card.
    package static let written = 1...4_294_967_295

    package static func seed(verb: String, input: Identity?, copy: Int) -> Int {
        let hex = Digest.hex("seed\n\(verb)\n\(input?.asBefore.text ?? "")").prefix(14)
        let first = (Int(hex, radix: 16) ?? 0) % range.upperBound
        return (first + copy) % range.upperBound + 1
    }
}
