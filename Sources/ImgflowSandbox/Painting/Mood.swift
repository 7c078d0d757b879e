/// What the words of a prompt mean for an image: light, weather, colors, the lie of the land.
struct Mood: Sendable {
    enum Land: Sendable {
        case hills, mountains, forest, city, sea, desert
    }

    var skyTop: Tint
    var skyLow: Tint
    var light: Tint
    var cloud: Tint
    /// 0 to 1.
    var cloudiness: Double
    /// How much of the sky's light the land gets, 0 to 1.
    var daylight: Double
    var ground: Tint
    var land: Land

    init(prompt: String, negative: String, randomness: inout Randomness) {
        let words = Self.sequence(prompt)
        let unwanted = Self.words(negative)
        let hue = randomness.number(0...1)
        skyTop = Tint(hue: 0.53 + 0.12 * hue, saturation: 0.62, value: 0.78)
        // Warm or pale blue, never green.
        let isWarm = randomness.next() & 1 == 0
        skyLow = Tint(
            hue: isWarm ? 0.07 + 0.05 * hue : 0.52 + 0.06 * hue, saturation: 0.22, value: 0.97)
        light = Tint(255, 246, 214)
        cloud = Tint(252, 250, 246)
        cloudiness = randomness.number(0.25...0.6)
        daylight = 1
        ground = Tint(hue: 0.18 + 0.2 * randomness.number(0...1), saturation: 0.5, value: 0.5)
        land = [.hills, .mountains, .forest, .city][Int(randomness.next() % 4)]
        for word in words {
            light(word)
            weather(word)
            land(word)
        }
        if let hue = words.compactMap({ Self.hues[$0] }).first {
            let wash = Tint(hue: hue, saturation: 0.65, value: 0.75)
            ground = ground.mixed(with: wash, 0.6)
            skyLow = skyLow.mixed(with: wash, 0.35)
            skyTop = skyTop.mixed(with: wash, 0.25)
        }
        if !unwanted.isDisjoint(with: ["cloud", "clouds", "storm", "rain", "fog"]) {
            cloudiness = 0
        }
    }

    /// Names of colors, as hues in turns.
    static let hues: [String: Double] = [
        "red": 0, "crimson": 0.97, "scarlet": 0.01, "orange": 0.08, "gold": 0.12, "golden": 0.12,
        "yellow": 0.15, "lime": 0.24, "green": 0.33, "teal": 0.48, "cyan": 0.5, "turquoise": 0.49,
        "blue": 0.6, "indigo": 0.7, "purple": 0.77, "violet": 0.76, "magenta": 0.84, "pink": 0.92,
    ]

    static func words(_ text: String) -> Set<String> { Set(sequence(text)) }

    /// In their order: where words contradict each other one answer must follow, and a set has a
    /// different order each time.
    static func sequence(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter }.map(String.init)
    }

    private mutating func light(_ word: String) {
        switch word {
        case "night", "moon", "moonlit", "midnight", "stars", "starry":
            skyTop = Tint(9, 13, 38)
            skyLow = Tint(46, 58, 104)
            light = Tint(232, 238, 255)
            cloud = Tint(70, 80, 120)
            daylight = 0.3
        case "sunset", "dusk", "evening", "sunrise", "dawn", "morning":
            skyTop = Tint(58, 66, 128)
            skyLow = Tint(255, 158, 92)
            light = Tint(255, 224, 150)
            cloud = Tint(246, 138, 118)
            daylight = 0.6
        case "noon", "summer", "sunny", "bright":
            skyTop = Tint(38, 118, 214)
            skyLow = Tint(190, 226, 250)
            cloudiness = min(cloudiness, 0.3)
        default: break
        }
    }

    private mutating func weather(_ word: String) {
        switch word {
        case "storm", "stormy", "thunder", "thunderstorm", "lightning", "rain", "rainy", "tempest":
            skyTop = Tint(32, 38, 52)
            skyLow = Tint(122, 128, 134)
            cloud = Tint(66, 70, 82)
            light = Tint(214, 220, 226)
            cloudiness = 1
            daylight = 0.5
        case "fog", "foggy", "mist", "misty", "overcast", "cloudy":
            skyTop = Tint(156, 166, 176)
            skyLow = Tint(222, 224, 222)
            cloudiness = 0.9
            daylight = 0.8
        case "winter", "snow", "snowy", "ice", "frozen":
            ground = Tint(246, 250, 255)
            skyTop = skyTop.mixed(with: Tint(170, 190, 214), 0.6)
            skyLow = skyLow.mixed(with: Tint(236, 238, 244), 0.6)
        case "autumn", "fall": ground = Tint(188, 104, 40)
        case "spring", "meadow", "bloom", "grass": ground = Tint(112, 168, 66)
        case "clear": cloudiness = 0.1
        default: break
        }
    }

    private mutating func land(_ word: String) {
        switch word {
        case "sea", "ocean", "lake", "harbour", "harbor", "beach", "water", "river", "boat", "ship",
            "lighthouse":
            land = .sea
        case "desert", "sand", "dune", "dunes", "sahara":
            land = .desert
            ground = Tint(222, 168, 96)
        case "forest", "tree", "trees", "wood", "woods", "pine", "jungle":
            land = .forest
        case "city", "street", "town", "building", "buildings", "skyline", "cyberpunk", "market":
            land = .city
            ground = Tint(78, 84, 102)
        case "mountain", "mountains", "alps", "peak", "cliff", "volcano": land = .mountains
        case "hill", "hills", "field", "fields", "meadow", "valley": land = .hills
        default: break
        }
    }
}
