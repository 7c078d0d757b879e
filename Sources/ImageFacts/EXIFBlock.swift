/// A block of EXIF as it is written: big-endian, its values behind its directories.
///
/// Sources: TIFF 6.0, section 2; CIPA DC-008 (EXIF 2.32), 4.6.
struct EXIFBlock {
    enum Value {
        case short(Int)
        case long(Int)
        /// A whole number as a fraction.
        case rational(Int)
        case ascii(String)
        case undefined([UInt8])
    }

    /// By their tags: of the image, and of how it was taken.
    var image: [Int: Value] = [:]
    var photo: [Int: Value] = [:]

    /// - Parameter dpi: the resolution, at which readers of EXIF look first.
    init(dpi: Double? = nil) {
        guard let dpi else { return }
        image[282] = .rational(Int(dpi.rounded()))
        image[283] = .rational(Int(dpi.rounded()))
        image[296] = .short(2)
    }

    var isEmpty: Bool { image.isEmpty && photo.isEmpty }

    var bytes: [UInt8] {
        var image = image
        let head = Array("MM\0*".utf8) + FileWriting.number(8)
        guard !photo.isEmpty else { return head + Self.directory(image, at: head.count) }
        image[Self.photoTag] = .long(0)
        let second = head.count + Self.directory(image, at: head.count).count
        image[Self.photoTag] = .long(second)
        return head + Self.directory(image, at: head.count) + Self.directory(photo, at: second)
    }

    private static let photoTag = 0x8769

    /// - Parameter place: in the block; what an entry has no room for is behind the directory.
    private static func directory(_ entries: [Int: Value], at place: Int) -> [UInt8] {
        var directory = Array(FileWriting.number(entries.count).suffix(2))
        var values: [UInt8] = []
        let behind = place + 2 + 12 * entries.count + 4
        for (tag, value) in entries.sorted(by: { $0.key < $1.key }) {
            let (type, count, data) = value.written
            directory += FileWriting.number(tag).suffix(2) + FileWriting.number(type).suffix(2)
            directory += FileWriting.number(count)
            if data.count <= 4 {
                directory += data + [UInt8](repeating: 0, count: 4 - data.count)
            } else {
                directory += FileWriting.number(behind + values.count)
                values += data + (data.count % 2 == 1 ? [0] : [])
            }
        }
        // No directory follows: the second one would be of a thumbnail.
        return directory + [0, 0, 0, 0] + values
    }
}

extension EXIFBlock.Value {
    fileprivate var written: (type: Int, count: Int, data: [UInt8]) {
        switch self {
        case .short(let value): (3, 1, Array(FileWriting.number(value).suffix(2)))
        case .long(let value): (4, 1, FileWriting.number(value))
        case .rational(let value): (5, 1, FileWriting.number(value) + FileWriting.number(1))
        case .ascii(let text): (2, text.utf8.count + 1, Array(text.utf8) + [0])
        case .undefined(let bytes): (7, bytes.count, bytes)
        }
    }
}

extension EXIFBlock {
    /// The file with the block in it, which has none yet; nil where its format has no room for one, or it is
    /// not whole.
    func put(into file: [UInt8], _ format: ImageFormat) -> [UInt8]? {
        guard !isEmpty else { return file }
        switch format {
        case .webp:
            // The flag of the extended header says that EXIF is there.
            return FileWriting.webp(file, adding: FileWriting.webpChunk("EXIF", bytes), flags: 0x08)
        default: return nil
        }
    }
}
