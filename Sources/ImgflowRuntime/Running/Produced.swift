import ImageFacts
package import ImgflowImages
import ImgflowModels
package import ImgflowPlanner

/// An image that is there: the image, what it is in keys, and what its fields say.
package struct Produced: Sendable {
    package var image: Image
    package var identity: Identity
    package var provenance: Provenance
    /// A model's own bytes: they go to the next model as they are. What a file brought is first made
    /// upright, sRGB and free of EXIF, so that a photo's place stays at home.
    package var isAnswer = false
    /// The mask that came with an answer, in the model's own polarity.
    package var mask: Image?
    /// The images that came with an answer.
    var others: [Answer.Picture] = []

    /// Keys of the answers that it was made from, in order.
    package var calls: [String] = []

    /// What the run knows of it that the plan could only guess.
    package var forecast: Forecast {
        var forecast = Forecast(
            size: .exact(image.facts.size), format: image.facts.format,
            hasAlpha: image.facts.hasAlpha, provenance: provenance)
        forecast.dpi = image.facts.dpi
        if let bytes = image.encoded {
            let hash = identity.fileHash
            forecast.coded = .known(
                bytes: bytes.count, hash: hash.utf8.count == 64 ? hash : Digest.hex(bytes))
        }
        return forecast
    }
    /// A further image of an answer, from 2; nil where fewer came.
    func other(_ number: Int) -> Answer.Picture? {
        others.indices.contains(number - 2) ? others[number - 2] : nil
    }
}
