/// Where a body ends, and what of its bytes are its own: RFC 9112, sections 6 and 7.1.
struct BodyFrame {
    enum Step: Hashable {
        /// So many bytes of the body are next.
        case piece(Int)
        /// So many bytes next that are none of the body.
        case framing(Int)
        /// What has come does not say.
        case more
        case over
    }

    private enum State {
        case data(Int)
        case size, dataEnd, trailers
        case over
    }

    private var state: State
    private let isChunked: Bool
    private var trailerBytes = 0

    private static let lineLimit = 4 << 10
    private static let trailerLimit = 16 << 10

    init(_ framing: HTTPHead.Framing) {
        switch framing {
        case .length(let count): (state, isChunked) = (count == 0 ? .over : .data(count), false)
        case .chunked: (state, isChunked) = (.size, true)
        }
    }

    var isOver: Bool { if case .over = state { true } else { false } }

    /// - Parameter bytes: what comes next; the caller takes what the step counts away before the following.
    mutating func step(_ bytes: ArraySlice<UInt8>) throws(HTTPRefusal) -> Step {
        switch state {
        case .over: return .over
        case .data(let left):
            guard !bytes.isEmpty else { return .more }
            let count = min(left, bytes.count)
            state = count < left ? .data(left - count) : isChunked ? .dataEnd : .over
            return .piece(count)
        case .size:
            guard let line = try Self.line(of: bytes) else { return .more }
            let size = try Self.size(line)
            state = size == 0 ? .trailers : .data(size)
            return .framing(line.count + 2)
        case .dataEnd:
            guard let line = try Self.line(of: bytes.prefix(2)) else {
                guard bytes.count < 2 else { throw Self.noPieces }
                return .more
            }
            guard line.isEmpty else { throw Self.noPieces }
            state = .size
            return .framing(2)
        case .trailers:
            guard let line = try Self.line(of: bytes) else { return .more }
            trailerBytes += line.count + 2
            guard trailerBytes <= Self.trailerLimit else { throw .headTooLarge }
            if line.isEmpty { state = .over }
            return .framing(line.count + 2)
        }
    }

    private static let noPieces = HTTPRefusal.malformed(
        "the pieces of the body do not fit together")

    /// The first line without its end; nil where that has not come.
    private static func line(
        of bytes: ArraySlice<UInt8>
    ) throws(HTTPRefusal) -> ArraySlice<UInt8>? {
        guard let end = bytes.prefix(lineLimit).firstIndex(of: 0x0A) else {
            guard bytes.count < lineLimit else { throw .headTooLarge }
            return nil
        }
        guard end > bytes.startIndex, bytes[end - 1] == 0x0D else { throw noPieces }
        return bytes[..<(end - 1)]
    }

    /// Hexadecimal, and what follows a `;` means nothing to us.
    private static func size(_ line: ArraySlice<UInt8>) throws(HTTPRefusal) -> Int {
        let digits = line.prefix { $0 != UInt8(ascii: ";") }.trimming { $0 == 0x20 || $0 == 0x09 }
        guard (1...15).contains(digits.count) else { throw noPieces }
        var size = 0
        for digit in digits {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { throw noPieces }
            size = size << 4 | value
        }
        return size
    }
}
