import ImageFacts
import ImgflowImages
import Synchronization

/// Pictures made in code. Each is made once for all tests, since they need the same few.
enum Pictures {
    private static let made = Mutex<[String: [UInt8]]>([:])

    /// Looks like a photograph to a model: no two pixels alike, nothing abrupt.
    static func photo(
        _ size: PixelSize, as format: ImageFormat = .png
    ) throws -> [UInt8] {
        try once("photo \(size) \(format.rawValue)") {
            try gradient().resized(to: size).encoded(as: format)
        }
    }

    static func solid(
        _ size: PixelSize, _ color: Color, as format: ImageFormat = .png
    ) throws -> [UInt8] {
        try once("solid \(size) \(color) \(format.rawValue)") {
            try Image.solid(size, color).encoded(as: format)
        }
    }

    /// Transparent at the left, opaque at the right.
    /// A PNG with the chunk of Content Credentials, empty.
    static func signed(_ size: PixelSize) throws -> [UInt8] {
        let plain = try solid(size, .white)
        // Signature and header are 33 bytes; length, name and checksum of the chunk follow.
        let chunk: [UInt8] = [0, 0, 0, 0] + Array("caBX".utf8) + [0xE6, 0x3D, 0xD2, 0xA7]
        return Array(plain[..<33]) + chunk + plain[33...]
    }

    static func transparent(_ size: PixelSize) throws -> [UInt8] {
        try once("transparent \(size)") {
            var bytes: [UInt8] = []
            for y in 0..<32 {
                for x in 0..<32 { bytes += [UInt8(8 * x), UInt8(8 * y), 96, UInt8(8 * x)] }
            }
            return try Image.fromRGBA(bytes, PixelSize(32, 32)).resized(to: size)
                .encoded(as: .png)
        }
    }

    /// White in the upper half, black below.
    static func mask(_ size: PixelSize) throws -> [UInt8] {
        try once("mask \(size)") {
            try Image.solid(size, .black).padded(
                to: size, background: .white, x: 0, y: size.height / 2
            ).encoded(as: .png)
        }
    }

    /// Its first half: the header says what it should be.
    static func truncated(_ size: PixelSize) throws -> [UInt8] {
        let whole = try photo(size)
        return Array(whole.prefix(whole.count / 2))
    }

    /// Whole in its chunks, with pixels that cannot be read.
    static func damaged(_ size: PixelSize) throws -> [UInt8] {
        var bytes = try photo(size)
        let middle = bytes.count / 2
        for index in middle..<(middle + 64) { bytes[index] ^= 0xFF }
        return bytes
    }

    private static func gradient() throws -> Image {
        var bytes: [UInt8] = []
        for y in 0..<48 {
            for x in 0..<64 { bytes += [UInt8(4 * x), UInt8(5 * y), UInt8((x * y) % 251)] }
        }
        return try Image.fromRGB(bytes, PixelSize(64, 48))
    }

    private static func once(_ name: String, _ make: () throws -> [UInt8]) rethrows -> [UInt8] {
        if let known = made.withLock({ $0[name] }) { return known }
        let bytes = try make()
        made.withLock { $0[name] = bytes }
        return bytes
    }
}
