/// A color to calculate with, channels 0 to 255 and beyond.
struct Tint: Sendable, Equatable {
    var red: Double
    var green: Double
    var blue: Double

    init(_ red: Double, _ green: Double, _ blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Hue in turns, saturation and value 0 to 1.
    init(hue: Double, saturation: Double, value: Double) {
        func channel(_ offset: Double) -> Double {
            let k = (offset + hue * 6).truncatingRemainder(dividingBy: 6)
            return 255 * value * (1 - saturation * max(0, min(k, 4 - k, 1)))
        }
        self.init(channel(5), channel(3), channel(1))
    }

    var channels: [Double] { [red, green, blue] }

    func mixed(with other: Tint, _ amount: Double) -> Tint {
        Tint(
            red + (other.red - red) * amount, green + (other.green - green) * amount,
            blue + (other.blue - blue) * amount)
    }

    func brighter(_ factor: Double) -> Tint { Tint(red * factor, green * factor, blue * factor) }
}
