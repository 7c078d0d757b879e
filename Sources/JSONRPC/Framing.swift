/// Messages in a stream of bytes, each behind `Content-Length: N` and an empty line.
///
/// A head that cannot be read is told, and the stream goes on at the next one that can.
package struct Framing {
    package enum Piece: Equatable, Sendable {
        case message([UInt8])
        case fault(Fault)
    }

    package enum Fault: Equatable, Sendable {
        /// A head without a length.
        case noLength
        /// It is passed over.
        case tooLong(Int)

        package var words: String {
            switch self {
            case .noLength: "expected `Content-Length: N` and an empty line"
            case .tooLong(let length):
                "a message of \(length) bytes, expected at most \(Framing.longest)"
            }
        }
    }

    /// Bytes of one message. A program has at most 4 MB, and as JSON at most six times as many.
    package static let longest = 32 << 20
    private static let longestHead = 16 << 10

    private var bytes: [UInt8] = []
    private var start = 0
    /// Of a message that is passed over.
    private var skips = 0

    package init() {}

    package mutating func append(_ more: [UInt8]) {
        if start > 0 {
            bytes.removeSubrange(..<start)
            start = 0
        }
        bytes += more
    }

    /// Nil where more bytes are needed.
    package mutating func next() -> Piece? {
        let skipped = min(skips, bytes.count - start)
        start += skipped
        skips -= skipped
        guard skips == 0 else { return nil }
        guard let head = head() else {
            guard bytes.count - start > Self.longestHead else { return nil }
            // What is no head for so long is none; its end may be the beginning of one.
            start = bytes.count - Self.name.count
            return .fault(.noLength)
        }
        guard let length = Self.length(in: bytes[start..<head.end]) else {
            start = head.behind
            return .fault(.noLength)
        }
        guard length <= Self.longest else {
            start = head.behind
            skips = length
            return .fault(.tooLong(length))
        }
        guard bytes.count - head.behind >= length else { return nil }
        start = head.behind + length
        return .message(Array(bytes[head.behind..<start]))
    }

    /// Up to the empty line.
    private func head() -> (end: Int, behind: Int)? {
        let last = min(bytes.count, start + Self.longestHead)
        var index = start
        while index + 1 < last {
            if bytes[index] == 0x0A, bytes[index + 1] == 0x0A { return (index, index + 2) }
            if index + 3 < bytes.count, bytes[index] == 0x0D, bytes[index + 1] == 0x0A,
                bytes[index + 2] == 0x0D, bytes[index + 3] == 0x0A
            {
                return (index, index + 4)
            }
            index += 1
        }
        return nil
    }

    private static let name = Array("content-length:".utf8)

    /// Of the last such field: what stands before it may be the rest of a message whose length was wrong.
    private static func length(in head: ArraySlice<UInt8>) -> Int? {
        let lower = head.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        guard lower.count > name.count else { return nil }
        for start in (0...(lower.count - name.count)).reversed()
        where lower[start...].starts(with: name) {
            let value = lower[(start + name.count)...].drop { $0 == 0x20 || $0 == 0x09 }
            let digits = value.prefix { $0 >= 0x30 && $0 <= 0x39 }
            return Int(String(decoding: digits, as: UTF8.self))
        }
        return nil
    }

    /// A message as it is sent.
    package static func framed(_ message: JSON) -> [UInt8] {
        let body = JSONWriter.bytes(of: message)
        return Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }
}
