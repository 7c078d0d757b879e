/// An ICC profile made of numbers: primaries, white and a curve.
///
/// Source: ICC.1:2022, sections 7.2 (header), 10.18 (parametric curves), E.3 (Bradford).
struct ColorProfile {
    /// CIE xy of red, green, blue and white.
    struct Primaries: Equatable {
        var red: (x: Double, y: Double)
        var green: (x: Double, y: Double)
        var blue: (x: Double, y: Double)
        var white: (x: Double, y: Double)

        private static let daylight = (x: 0.3127, y: 0.3290)
        static let srgb = Primaries(
            red: (0.64, 0.33), green: (0.30, 0.60), blue: (0.15, 0.06), white: daylight)
        static let displayP3 = Primaries(
            red: (0.680, 0.320), green: (0.265, 0.690), blue: (0.150, 0.060), white: daylight)
        static let bt2020 = Primaries(
            red: (0.708, 0.292), green: (0.170, 0.797), blue: (0.131, 0.046), white: daylight)

        private var numbers: [Double] {
            [red, green, blue, white].flatMap { [$0.x, $0.y] }
        }

        /// As near as PNG's cHRM rounds.
        static func == (a: Primaries, b: Primaries) -> Bool {
            zip(a.numbers, b.numbers).allSatisfy { abs($0 - $1) < 0.002 }
        }

        /// False where no color could be computed with them.
        var areReal: Bool { numbers.allSatisfy { $0 > 0.001 && $0 < 1 } }
    }

    enum Curve: Equatable {
        case srgb
        /// Light is the number to this power.
        case power(Double)
    }

    var primaries: Primaries
    var curve: Curve
    var isGray: Bool

    /// The profile as a file carries it.
    var bytes: [UInt8] {
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
        let (kind, numbers): (UInt8, [Double]) =
            switch self {
            case .power(let exponent): (0, [exponent])
            // IEC 61966-2-1
            case .srgb: (3, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045])
            }
        return Array("para".utf8) + ColorProfile.number(0) + [0, kind, 0, 0]
            + numbers.flatMap(ColorProfile.fixed)
    }
}

extension ColorProfile.Primaries {
    /// XYZ of red, green and blue at full, adapted to D50.
    fileprivate var columns: [[Double]] {
        func xyz(_ point: (x: Double, y: Double)) -> [Double] {
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

/// Three by three.
private struct Matrix {
    var rows: [[Double]]

    init(rows: [[Double]]) { self.rows = rows }

    init(columns: [[Double]]) { rows = (0..<3).map { row in columns.map { $0[row] } } }

    func times(_ vector: [Double]) -> [Double] {
        rows.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    var inverse: Matrix {
        func minor(_ row: Int, _ column: Int) -> Double {
            let (a, b) = ((row + 1) % 3, (row + 2) % 3)
            let (c, d) = ((column + 1) % 3, (column + 2) % 3)
            return rows[a][c] * rows[b][d] - rows[a][d] * rows[b][c]
        }
        let determinant = (0..<3).reduce(0) { $0 + rows[0][$1] * minor(0, $1) }
        return Matrix(
            rows: (0..<3).map { row in (0..<3).map { minor($0, row) / determinant } })
    }
}
