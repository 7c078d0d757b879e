/// The text of a compressed block (zlib), as much of it as is asked for.
///
/// Sources: RFC 1950, 2.2; RFC 1951, 3.2.
struct Inflate {
    private let input: Bytes
    private var at: Int
    private var bits = 0
    private var bitCount = 0
    private var output: [UInt8] = []
    private let limit: Int

    /// - Parameter limit: bytes of the result; the rest is left out.
    /// - Returns: Nil where the block is damaged or of another kind.
    static func text(_ block: Bytes, limit: Int) -> [UInt8]? {
        guard let head = block.u16(0), head % 31 == 0, head >> 8 & 15 == 8, head & 0x20 == 0 else {
            return nil
        }
        var inflate = Inflate(input: block, at: 2, limit: limit)
        return inflate.run() ? inflate.output : nil
    }

    private init(input: Bytes, at: Int, limit: Int) {
        self.input = input
        self.at = at
        self.limit = limit
    }

    /// False where it is damaged.
    private mutating func run() -> Bool {
        while output.count < limit {
            guard let isLast = read(1), let kind = read(2) else { return false }
            let isRight: Bool
            switch kind {
            case 0: isRight = stored()
            case 1: isRight = coded(.fixedLiterals, .fixedDistances)
            case 2:
                guard let (literals, distances) = tables() else { return false }
                isRight = coded(literals, distances)
            default: return false
            }
            guard isRight else { return false }
            if isLast == 1 { return true }
        }
        return true
    }

    private mutating func read(_ count: Int) -> Int? {
        while bitCount < count {
            guard let byte = input.u8(at) else { return nil }
            bits |= byte << bitCount
            bitCount += 8
            at += 1
        }
        defer {
            bits >>= count
            bitCount -= count
        }
        return bits & ((1 << count) - 1)
    }

    private mutating func stored() -> Bool {
        (bits, bitCount) = (0, 0)
        guard let length = input.u16(at, .little), let check = input.u16(at + 2, .little),
            length ^ check == 0xFFFF, at + 4 + length <= input.count
        else { return false }
        output += input.values(at + 4, min(length, limit - output.count))
        at += 4 + length
        return true
    }

    private mutating func coded(_ literals: Huffman, _ distances: Huffman) -> Bool {
        while output.count < limit {
            guard let symbol = symbol(literals) else { return false }
            if symbol < 256 {
                output.append(UInt8(symbol))
                continue
            }
            if symbol == 256 { return true }
            let place = symbol - 257
            guard Self.lengths.indices.contains(place), let extra = read(Self.lengths[place].bits),
                let far = self.symbol(distances), Self.distances.indices.contains(far),
                let more = read(Self.distances[far].bits)
            else { return false }
            let distance = Self.distances[far].base + more
            guard distance <= output.count else { return false }
            for _ in 0..<min(Self.lengths[place].base + extra, limit - output.count) {
                output.append(output[output.count - distance])
            }
        }
        return true
    }

    private mutating func symbol(_ code: Huffman) -> Int? {
        var value = 0
        var first = 0
        var index = 0
        for length in 1...15 {
            guard let bit = read(1) else { return nil }
            value |= bit
            let count = code.counts[length]
            if value - count < first { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        return nil
    }

    private mutating func tables() -> (literals: Huffman, distances: Huffman)? {
        guard let more = read(5), let far = read(5), let codes = read(4) else { return nil }
        var lengths = [Int](repeating: 0, count: 19)
        for place in Self.order.prefix(codes + 4) {
            guard let length = read(3) else { return nil }
            lengths[place] = length
        }
        guard let code = Huffman(lengths) else { return nil }
        let wanted = 257 + more + far + 1
        var all: [Int] = []
        while all.count < wanted {
            guard let symbol = symbol(code) else { return nil }
            switch symbol {
            case 0..<16: all.append(symbol)
            case 16:
                guard let last = all.last, let count = read(2) else { return nil }
                all += Array(repeating: last, count: 3 + count)
            case 17:
                guard let count = read(3) else { return nil }
                all += Array(repeating: 0, count: 3 + count)
            default:
                guard let count = read(7) else { return nil }
                all += Array(repeating: 0, count: 11 + count)
            }
        }
        guard all.count == wanted, let literals = Huffman(Array(all[..<(257 + more)])),
            let distances = Huffman(Array(all[(257 + more)...]))
        else { return nil }
        return (literals, distances)
    }

    private static let order = [
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    ]
    private static let lengths: [(base: Int, bits: Int)] = [
        (3, 0), (4, 0), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (10, 0), (11, 1), (13, 1),
        (15, 1), (17, 1), (19, 2), (23, 2), (27, 2), (31, 2), (35, 3), (43, 3), (51, 3), (59, 3),
        (67, 4), (83, 4), (99, 4), (115, 4), (131, 5), (163, 5), (195, 5), (227, 5), (258, 0),
    ]
    private static let distances: [(base: Int, bits: Int)] = [
        (1, 0), (2, 0), (3, 0), (4, 0), (5, 1), (7, 1), (9, 2), (13, 2), (17, 3), (25, 3),
        (33, 4), (49, 4), (65, 5), (97, 5), (129, 6), (193, 6), (257, 7), (385, 7), (513, 8),
        (769, 8), (1_025, 9), (1_537, 9), (2_049, 10), (3_073, 10), (4_097, 11), (6_145, 11),
        (8_193, 12), (12_289, 12), (16_385, 13), (24_577, 13),
    ]
}

/// A canonical Huffman code: how many symbols there are of each length, and these in order.
private struct Huffman {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int]

    /// Nil where there are more codes of a length than it has.
    init?(_ lengths: [Int]) {
        for length in lengths where length > 0 { counts[length] += 1 }
        var left = 1
        for length in 1...15 {
            left = (left << 1) - counts[length]
            guard left >= 0 else { return nil }
        }
        symbols = (1...15).flatMap { length in lengths.indices.filter { lengths[$0] == length } }
    }

    static let fixedLiterals = Huffman(
        fixed: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
    static let fixedDistances = Huffman(fixed: Array(repeating: 5, count: 30))

    private init(fixed lengths: [Int]) {
        for length in lengths { counts[length] += 1 }
        symbols = (1...15).flatMap { length in lengths.indices.filter { lengths[$0] == length } }
    }
}
