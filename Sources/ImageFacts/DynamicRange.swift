import Glibc

/// How numbers stand for more light than sRGB has room for.
///
/// Source: ITU-R BT.2100, tables 4 (PQ) and 5 (HLG); BT.2408 for what white is: 203 cd/m².
package enum DynamicRange: String, Hashable, Sendable {
    case pq = "PQ"
    case hlg = "HLG"

    /// The light of a number from 0 to 1, where 1 is the white of paper.
    func light(_ number: Double) -> Double {
        switch self {
        case .pq:
            let root = pow(number, 1 / 78.84375)
            let over = max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)
            return pow(over, 1 / 0.1593017578125) * 10_000 / 203
        case .hlg:
            let scene =
                number <= 0.5
                ? number * number / 3
                : (exp((number - 0.55991073) / 0.17883277) + 0.28466892) / 12
            return pow(scene, 1.2) * 1_000 / 203
        }
    }

    /// As it is on paper: dark and middle tones stay, what is brighter comes ever nearer to white.
    static func shown(_ light: Double) -> Double {
        let knee = 0.75
        guard light > knee else { return light }
        return 1 - (1 - knee) * exp((knee - light) / (1 - knee))
    }

    /// What an ICC profile says of 4,096 numbers.
    var table: [UInt16] {
        (0..<4_096).map { step in
            UInt16((Self.shown(light(Double(step) / 4_095)) * 65_535).rounded())
        }
    }
}
