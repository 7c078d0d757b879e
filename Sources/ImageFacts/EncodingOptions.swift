/// How a file is written. Every way into an encoder takes this one value, so that none can forget a part of it.
package struct EncodingOptions: Hashable, Sendable {
    /// How much of the color of an image is kept next to its brightness.
    package enum Chroma: String, CaseIterable, Sendable {
        /// All of it (4:4:4).
        case full
        /// Half of it, across and down (4:2:0).
        case half
    }

    /// What a file says besides its pixels. The color profile and the resolution always stay: they are how the
    /// pixels are to be shown.
    package enum Metadata: String, CaseIterable, Sendable {
        /// All that the format can hold.
        case all
        /// `SafeMetadata`.
        case safe
        case none
    }

    /// 1 to 100, of JPEG, WebP and AVIF.
    package var quality: Int?
    /// 0 to 9: time spent on a smaller file.
    package var effort: Int?
    package var isLossless = false
    package var isProgressive = false
    package var chroma: Chroma?
    /// Dots per inch; nil keeps what the image has.
    package var dpi: Int?
    /// Of the whole file: the best quality that fits is taken.
    package var maxBytes: Int?
    /// Nil keeps bytes that stay as they are, and is `safe` where the image is encoded.
    package var metadata: Metadata?
    /// Alternative text, which goes with what is `safe`; nil leaves what is there.
    package var alternativeText: String?

    package init(quality: Int? = nil, effort: Int? = nil, metadata: Metadata? = nil) {
        self.quality = quality
        self.effort = effort
        self.metadata = metadata
    }

    /// As a program gives them, each behind a space.
    package var parameters: String {
        var words: [String] = []
        if let quality { words.append("quality:\(quality)") }
        if let effort { words.append("effort:\(effort)") }
        if isLossless { words.append("lossless:true") }
        if isProgressive { words.append("progressive:true") }
        if let chroma { words.append("chroma:\(chroma.rawValue)") }
        if let dpi { words.append("dpi:\(dpi)") }
        if let maxBytes { words.append("max-bytes:\(maxBytes)") }
        if let metadata { words.append("metadata:\(metadata.rawValue)") }
        return words.map { " " + $0 }.joined()
    }

    /// Where nothing else is asked for, bytes that have the format already stay as they are.
    package var asksForCoding: Bool {
        quality != nil || effort != nil || isLossless || isProgressive || chroma != nil
    }
}

extension EncodingOptions: CustomStringConvertible {
    /// Part of the identity of what is saved: one that asks for a quality alone says so as it always did.
    package var description: String {
        var rest = self
        rest.quality = nil
        return (quality.map { "\($0)" } ?? "-") + rest.parameters
    }
}
