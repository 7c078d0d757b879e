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

extension ImageFormat {
    /// Pixels that a side of it may have at most; nil where other limits come first.
    ///
    /// Sources: RFC 9649, 2.5 (14 bits); ITU T.81, B.2.2 and GIF89a, 18 (16 bits); AV1 5.5.1 (16 bits, less 1).
    package var longestSide: Int? {
        switch self {
        case .webp: 16_383
        case .jpeg, .gif: 65_535
        case .avif, .heif: 65_536
        case .png, .tiff: nil
        }
    }
}
