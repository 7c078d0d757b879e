/// How a mask is made of files.
package indirect enum MaskSource: Sendable {
    case file(String)
    /// An image that is kept.
    case held(String)
    case made(any FreeOperation, [MaskSource])
    /// White where an image is opaque.
    case alpha(MaskSource)

    /// Equal recipes have equal words.
    package var words: String {
        switch self {
        case .file(let path): path
        case .held(let id): "held \(id)"
        case .alpha(let image): "alpha(\(image.words))"
        case .made(let operation, let parts):
            "\(operation)(\(parts.map(\.words).joined(separator: "\n")))"
        }
    }

    /// The first file of it.
    package var file: String? {
        switch self {
        case .file(let path): path
        case .held: nil
        case .alpha(let image): image.file
        case .made(_, let parts): parts.lazy.compactMap(\.file).first
        }
    }
}
