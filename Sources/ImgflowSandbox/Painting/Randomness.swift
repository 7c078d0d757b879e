import Hashing

/// Numbers that look random and follow from a text and a seed alone (SplitMix64).
struct Randomness: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(bytes: [UInt8]) {
        state = SHA256.hash(bytes).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    init(seed: Int, text: String) {
        self.init(bytes: Array("\(seed)\u{0}\(text.lowercased())".utf8))
    }

    /// The seed that the service chooses where a request leaves it open.
    var chosenSeed: Int { Int(state % 4_294_967_294) + 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ range: ClosedRange<Double>) -> Double {
        Double.random(in: range, using: &self)
    }

    /// For a noise of libvips.
    mutating func seed() -> Int32 { Int32(truncatingIfNeeded: next() >> 33) }
}
