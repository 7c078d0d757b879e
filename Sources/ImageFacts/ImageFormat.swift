/// The file formats that imgflow reads; the first three are also what the models take and give.
package enum ImageFormat: String, CaseIterable, Sendable {
    case png, jpeg, webp, gif, tiff, avif, heif

    package var fileExtension: String {
        switch self {
        case .jpeg: "jpg"
        case .heif: "heic"
        default: rawValue
        }
    }

    /// The format that a file name's extension asks for, case ignored.
    package init?(fileExtension: String) {
        switch fileExtension.lowercased() {
        case "jpg", "jpeg", "jpe": self = .jpeg
        case "tif", "tiff": self = .tiff
        case "heic", "heif": self = .heif
        case let other:
            guard let format = ImageFormat(rawValue: other) else { return nil }
            self = format
        }
    }

    package var mediaType: String { "image/\(rawValue)" }

    package var carriesAlpha: Bool { self != .jpeg }
}
