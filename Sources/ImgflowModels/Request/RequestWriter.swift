import ImageFacts

/// Writes a request's JSON in one pass, images included, into one buffer.
package struct RequestWriter {
    /// How an image is written: as base64, or as a word that stands for it.
    package enum Pictures {
        case base64([ImageRole: [UInt8]])
        case named((ImageRole) -> String)
    }

    private var bytes: [UInt8] = []
    private let pictures: Pictures

    private init(_ pictures: Pictures) { self.pictures = pictures }

    /// The body as it goes to the service.
    package static func body(
        _ request: RequestValue, pictures: [ImageRole: [UInt8]]
    ) -> [UInt8] {
        var writer = RequestWriter(.base64(pictures))
        writer.bytes.reserveCapacity(
            1_024 + pictures.values.reduce(0) { $0 + ($1.count + 2) / 3 * 4 })
        writer.write(request)
        return writer.bytes
    }

    /// The body with a word in the place of each image: for keys, traces and plans.
    package static func text(
        _ request: RequestValue, picture: @escaping (ImageRole) -> String
    ) -> String {
        var writer = RequestWriter(.named(picture))
        writer.write(request)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private mutating func write(_ value: RequestValue) {
        switch value {
        case .string(let text): write(quoted: text)
        case .integer(let number): bytes += "\(number)".utf8
        case .number(let number): bytes += "\(number)".utf8
        case .truth(let truth): bytes += (truth ? "true" : "false").utf8
        case .deferred(let name): write(quoted: "<\(name)>")
        case .image(let role): write(picture: role)
        case .format(let role): write(formatOf: role)
        case .verbatim(let pieces):
            for piece in pieces {
                switch piece {
                case .json(let text): bytes += text.utf8
                case .image(let role): write(picture: role)
                }
            }
        case .list(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(item)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let fields):
            bytes.append(UInt8(ascii: "{"))
            for (index, field) in fields.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(quoted: field.name)
                bytes.append(UInt8(ascii: ":"))
                write(field.value)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private mutating func write(picture role: ImageRole) {
        switch pictures {
        case .named(let name):
            write(quoted: name(role))
        case .base64(let pictures):
            bytes.append(UInt8(ascii: "\""))
            Base64.encode(pictures[role] ?? [], into: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    /// Who reads a plan or a key gets the same word whatever is sent: the pixels are the same.
    private mutating func write(formatOf role: ImageRole) {
        switch pictures {
        case .named: write(quoted: "<format>")
        case .base64(let pictures):
            write(quoted: ImageHeader.format(of: pictures[role] ?? [])?.rawValue ?? "")
        }
    }

    private mutating func write(quoted text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += "\\\"".utf8
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0..<0x20:
                let hex = String(byte, radix: 16)
                bytes += "\\u00\(hex.count == 1 ? "0" : "")\(hex)".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
