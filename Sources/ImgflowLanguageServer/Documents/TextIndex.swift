import JSONRPC

/// How a client counts columns.
package enum PositionEncoding: String, Sendable {
    case utf8 = "utf-8"
    case utf16 = "utf-16"
}

/// A text and its lines, to turn offsets in bytes into the positions of the protocol and back.
///
/// A line ends behind LF, CR LF or CR, as the protocol says; what ends it is no part of it. Positions that are not
/// there mean the nearest that is: the end of the line, the beginning of a character.
package struct TextIndex: Sendable {
    package struct Position: Hashable, Sendable {
        /// From 0.
        package var line: Int
        /// From 0, in units of the encoding.
        package var character: Int

        package init(line: Int, character: Int) {
            self.line = line
            self.character = character
        }
    }

    package let bytes: [UInt8]
    package let encoding: PositionEncoding
    /// Where lines begin.
    private let starts: [Int]
    /// Units before each block of bytes: a line of a megabyte is not counted from its beginning each time.
    private let units: [Int]
    private static let block = 256

    package init(_ bytes: [UInt8], _ encoding: PositionEncoding) {
        self.bytes = bytes
        self.encoding = encoding
        var starts = [0]
        var units: [Int] = []
        var count = 0
        bytes.withUnsafeBufferPointer { bytes in
            for (index, byte) in bytes.enumerated() {
                if index % Self.block == 0 { units.append(count) }
                count += Self.units(of: byte)
                if byte == 0x0A
                    || (byte == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A))
                {
                    starts.append(index + 1)
                }
            }
        }
        units.append(count)
        self.starts = starts
        self.units = encoding == .utf8 ? [] : units
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package var lineCount: Int { starts.count }

    /// In UTF-16: a character counts with its first byte, and one of four bytes twice.
    private static func units(of byte: UInt8) -> Int {
        byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
    }

    private func unitCount(before offset: Int) -> Int {
        guard encoding == .utf16 else { return offset }
        let block = offset / Self.block
        var count = units[block]
        for byte in bytes[(block * Self.block)..<offset] { count += Self.units(of: byte) }
        return count
    }

    /// The line, from 0, that an offset is on.
    package func line(of offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// A line without what ends it.
    package func extent(ofLine line: Int) -> Range<Int> {
        let start = starts[line]
        var end = line + 1 < starts.count ? starts[line + 1] : bytes.count
        if end > start, bytes[end - 1] == 0x0A, line + 1 < starts.count { end -= 1 }
        if end > start, bytes[end - 1] == 0x0D, line + 1 < starts.count { end -= 1 }
        return start..<end
    }

    package func position(of offset: Int) -> Position {
        let offset = min(max(offset, 0), bytes.count)
        let line = line(of: offset)
        let extent = extent(ofLine: line)
        var place = min(offset, extent.upperBound)
        while place > extent.lowerBound, place < bytes.count, bytes[place] & 0xC0 == 0x80 {
            place -= 1
        }
        return Position(
            line: line,
            character: unitCount(before: place) - unitCount(before: extent.lowerBound))
    }

    package func offset(of position: Position) -> Int {
        guard position.line >= 0 else { return 0 }
        guard position.line < starts.count else { return bytes.count }
        let extent = extent(ofLine: position.line)
        guard position.character > 0 else { return extent.lowerBound }
        var place: Int
        switch encoding {
        case .utf8:
            place =
                position.character < extent.count
                ? extent.lowerBound + position.character : extent.upperBound
            while place > extent.lowerBound, place < bytes.count, bytes[place] & 0xC0 == 0x80 {
                place -= 1
            }
        case .utf16:
            let start = unitCount(before: extent.lowerBound)
            let all = unitCount(before: extent.upperBound) - start
            guard position.character < all else { return extent.upperBound }
            let wanted = start + position.character
            place = max(extent.lowerBound, blockStart(before: wanted))
            var count = unitCount(before: place)
            while place < extent.upperBound {
                let next = count + Self.units(of: bytes[place])
                // Behind the last byte of the character before; or in the middle of a pair.
                if next > wanted { break }
                count = next
                place += 1
            }
            while place > extent.lowerBound, place < bytes.count, bytes[place] & 0xC0 == 0x80 {
                place -= 1
            }
        }
        return place
    }

    /// The beginning of the last block that no more units stand before.
    private func blockStart(before wanted: Int) -> Int {
        var low = 0
        var high = units.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if units[middle] <= wanted { low = middle } else { high = middle }
        }
        return min(low * Self.block, bytes.count)
    }
}
