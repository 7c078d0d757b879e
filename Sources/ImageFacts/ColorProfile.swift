/// An ICC profile made of numbers: primaries, white and a curve.
///
/// Source: ICC.1:2022, sections 7.2 (header), 10.18 (parametric curves), E.3 (Bradford).
package struct ColorProfile: Hashable, Sendable {
    struct Point: Hashable {
        var x: Double
        var y: Double

        init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }

        static let daylight = Point(0.3127, 0.3290)
    }

    /// CIE xy of red, green, blue and white.
    struct Primaries: Hashable {
        var red: Point
        var green: Point
        var blue: Point
        var white: Point = .daylight

        static let srgb = Primaries(
            red: Point(0.64, 0.33), green: Point(0.30, 0.60), blue: Point(0.15, 0.06))

        private var numbers: [Double] {
            [red, green, blue, white].flatMap { [$0.x, $0.y] }
        }

        /// As near as PNG's cHRM rounds.
        func isNear(_ other: Primaries) -> Bool {
            zip(numbers, other.numbers).allSatisfy { abs($0 - $1) < 0.002 }
        }

        /// False where no color could be computed with them.
        var areReal: Bool { numbers.allSatisfy { $0 > 0.001 && $0 < 1 } }
    }

    enum Curve: Hashable {
        case srgb
        /// Light is the number to this power.
        case power(Double)
        /// More light than paper or a screen of sRGB shows.
        case high(DynamicRange)
    }

    /// What a file says of its colors.
    enum Meaning: Equatable {
        /// sRGB, or what the file's own ICC profile says.
        case usual
        case profile(ColorProfile)
        /// Of a kind that nothing is known of here.
        case unknown
    }

    var primaries: Primaries
    var curve: Curve
    var isGray: Bool

    /// How more light is coded than sRGB holds; nil where it is not.
    package var range: DynamicRange? {
        if case .high(let range) = curve { range } else { nil }
    }

    /// The profile as a file carries it.
    package var bytes: [UInt8] {
        let curve = self.curve.tag
        var tags: [(name: String, body: [UInt8])] = [
            ("desc", Self.text("imgflow")), ("cprt", Self.text("CC0")),
            ("wtpt", Self.xyz(Self.white)),
        ]
        if isGray {
            tags.append(("kTRC", curve))
        } else {
            for (name, column) in zip(["rXYZ", "gXYZ", "bXYZ"], primaries.columns) {
                tags.append((name, Self.xyz(column)))
            }
            for name in ["rTRC", "gTRC", "bTRC"] { tags.append((name, curve)) }
        }
        var table = Self.number(tags.count)
        var data: [UInt8] = []
        let start = 128 + 4 + 12 * tags.count
        for tag in tags {
            table +=
                Array(tag.name.utf8) + Self.number(start + data.count)
                + Self.number(tag.body.count)
            data += tag.body + Array(repeating: 0, count: (4 - tag.body.count % 4) % 4)
        }
        var header = Self.number(start + data.count) + Array(repeating: 0, count: 4)
        header += [4, 0x30, 0, 0] + Array("mntr".utf8) + Array((isGray ? "GRAY" : "RGB ").utf8)
        header += Array("XYZ ".utf8) + [7, 0xE8, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0] + Array("acsp".utf8)
        header += Array(repeating: 0, count: 28)
        header += Self.white.flatMap(Self.fixed)
        header += Array(repeating: 0, count: 128 - header.count)
        return header + table + data
    }

    /// D50, of the space in which profiles meet.
    static let white = [0.9642, 1, 0.8249]

    private static func text(_ text: String) -> [UInt8] {
        let units = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        return Array("mluc".utf8) + number(0) + number(1) + number(12) + Array("enUS".utf8)
            + number(units.count) + number(28) + units
    }

    private static func xyz(_ numbers: [Double]) -> [UInt8] {
        Array("XYZ ".utf8) + number(0) + numbers.flatMap(fixed)
    }

    /// s15Fixed16Number
    fileprivate static func fixed(_ value: Double) -> [UInt8] {
        number(Int((min(max(value, -32_768), 32_767) * 65_536).rounded()))
    }

    fileprivate static func number(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}

extension ColorProfile.Curve {
    fileprivate var tag: [UInt8] {
        if case .high(let range) = self {
            let table = range.table
            return Array("curv".utf8) + ColorProfile.number(0) + ColorProfile.number(table.count)
                + table.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        }
        let (kind, numbers): (UInt8, [Double]) =
            switch self {
            case .power(let exponent): (0, [exponent])
            // IEC 61966-2-1
            case .srgb, .high: (3, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045])
            }
        return Array("para".utf8) + ColorProfile.number(0) + [0, kind, 0, 0]
            + numbers.flatMap(ColorProfile.fixed)
    }
}

extension ColorProfile.Primaries {
    /// XYZ of red, green and blue at full, adapted to D50.
    fileprivate var columns: [[Double]] {
        func xyz(_ point: ColorProfile.Point) -> [Double] {
            [point.x / point.y, 1, (1 - point.x - point.y) / point.y]
        }
        let whole = Matrix(columns: [red, green, blue].map(xyz))
        let shares = whole.inverse.times(xyz(white))
        let bradford = Matrix(rows: [
            [0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296],
        ])
        let from = bradford.times(xyz(white))
        let to = bradford.times(ColorProfile.white)
        return zip([red, green, blue].map(xyz), shares).map { color, share in
            let cones = bradford.times(color.map { $0 * share })
            let adapted = (0..<3).map { cones[$0] * to[$0] / from[$0] }
            return bradford.inverse.times(adapted)
        }
    }
}
