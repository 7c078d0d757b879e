internal import CVips
import ImageFacts

extension Pixels {
    /// - Parameter keepsProfile: the color profile stays, so that the pixels mean the same.
    package func withoutMetadata(keepsProfile: Bool = false) throws(ImageError) -> Pixels {
        try Self.made("dropping metadata") { imgflow_vips_without_metadata(pointer, keepsProfile) }
    }

    /// With an XMP packet, which PNG, JPEG, WebP, TIFF and AVIF carry.
    package func withXMP(_ packet: String) throws(ImageError) -> Pixels {
        try with(Array(packet.utf8), as: Self.xmp)
    }

    /// Without the small images in its metadata: made of the image before, they would show what a crop
    /// or a blur took away.
    func withoutPreviews() throws(ImageError) -> Pixels {
        var image = self
        let hasThumbnail = has("jpeg-thumbnail-data")
        if let exif = blob("exif-data") {
            if hasThumbnail { image = try image.without("jpeg-thumbnail-data") }
            image = try image.without("exif-ifd1-")
            if Previews.areInMakerNote(ofEXIF: exif, hasThumbnail: hasThumbnail) {
                image = try image.without("exif-ifd2-MakerNote")
            }
        }
        if let xmp = blob(Self.xmp) {
            // An empty packet is none.
            let kept = Previews.removed(fromXMP: xmp) ?? []
            if kept != xmp { image = try image.with(kept, as: Self.xmp) }
        }
        for name in ["iptc-data", "photoshop-data"] {
            guard let block = blob(name) else { continue }
            let kept = Previews.removed(fromResources: block)
            if kept != block { image = try image.with(kept, as: name) }
        }
        return image
    }

    /// Seen through the profile of another image.
    func withProfile(of other: Pixels) throws(ImageError) -> Pixels {
        try with(other.blob(Self.profile) ?? [], as: Self.profile)
    }

    /// What its file said that may go with it.
    var safeMetadata: SafeMetadata {
        SafeMetadata(carried: blob(Self.words) ?? [])
    }

    /// Of the file that it was decoded from: libvips reads a part of it, and differently in each format.
    func noting(_ words: SafeMetadata) throws(ImageError) -> Pixels {
        words.isEmpty ? self : try with(words.carried, as: Self.words)
    }

    /// The ICC profile that is embedded.
    var ownProfile: [UInt8]? { hasProfile ? blob(Self.profile) : nil }

    static let profile = "icc-profile-data"
    private static let words = "imgflow-words"
    private static let xmp = "xmp-data"

    private func has(_ field: String) -> Bool { imgflow_vips_has_field(pointer, field) }

    func blob(_ name: String) -> [UInt8]? {
        var count = 0
        return imgflow_vips_blob(pointer, name, &count).map { bytes in
            [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
        }
    }

    private func without(_ start: String) throws(ImageError) -> Pixels {
        try Self.made("dropping metadata") { imgflow_vips_without_field(pointer, start) }
    }

    func with(_ bytes: [UInt8], as name: String) throws(ImageError) -> Pixels {
        guard !bytes.isEmpty else { return try without(name) }
        return try bytes.withUnsafeBufferPointer { (buffer) throws(ImageError) in
            try Self.made("writing metadata") {
                buffer.baseAddress.flatMap {
                    imgflow_vips_with_blob(pointer, name, $0, buffer.count)
                }
            }
        }
    }
}
