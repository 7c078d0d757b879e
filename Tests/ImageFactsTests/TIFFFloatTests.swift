import ImageFacts
import Testing

/// Files made by hand: each says more than it holds.
struct TIFFFloatTests {
    private func little(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// 4x4 halves in one band, with as many strips of this length, all at the beginning of the file.
    private func file(strips: Int, length: Int, at place: Int = 8) -> [UInt8] {
        let fields = [
            (256, 4, 1, 4), (257, 4, 1, 4), (258, 3, 1, 16), (259, 3, 1, 1), (262, 3, 1, 1),
        ]
        let count = fields.count + 4
        let beside = 8 + 2 + 12 * count + 4
        var bytes: [UInt8] = Array("II".utf8) + little(42, 2) + little(8, 4) + little(count, 2)
        func add(_ tag: Int, _ type: Int, _ count: Int, _ value: Int) {
            bytes += little(tag, 2) + little(type, 2) + little(count, 4) + little(value, 4)
        }
        for (tag, type, number, value) in fields { add(tag, type, number, value) }
        add(273, 4, strips, strips == 1 ? place : beside)
        add(277, 3, 1, 1)
        add(279, 4, strips, strips == 1 ? length : beside + 4 * strips)
        add(339, 3, 1, 3)
        bytes += little(0, 4)
        if strips > 1 {
            for _ in 0..<strips { bytes += little(place, 4) }
            for _ in 0..<strips { bytes += little(length, 4) }
        }
        return bytes + Array(repeating: 0, count: 64)
    }

    @Test func moreStripsThanPixelsTakeNoMoreMemory() throws {
        let made = try #require(TIFFFloats.inSingles(file(strips: 20_000, length: 65_534)))
        #expect(made.count < 1_000)
    }

    /// A strip may be longer than its rows.
    @Test func whatIsTooLongIsCut() throws {
        let exact = try #require(TIFFFloats.inSingles(file(strips: 1, length: 32)))
        #expect(TIFFFloats.inSingles(file(strips: 1, length: 40)) == exact)
    }

    @Test func whatIsTooShortIsNone() {
        #expect(TIFFFloats.inSingles(file(strips: 1, length: 30)) == nil)
        #expect(TIFFFloats.inSingles(file(strips: 1, length: 32, at: 1 << 30)) == nil)
    }
}
