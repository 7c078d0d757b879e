/// Where a garment sits on one who stands: fractions of the figure's width and height.
enum GarmentClass: String, CaseIterable {
    case upperBody = "UPPER_BODY"
    case lowerBody = "LOWER_BODY"
    case fullBody = "FULL_BODY"
    case footwear = "FOOTWEAR"
    case longSleeveShirt = "LONG_SLEEVE_SHIRT"
    case shortSleeveShirt = "SHORT_SLEEVE_SHIRT"
    case noSleeveShirt = "NO_SLEEVE_SHIRT"
    case otherUpperBody = "OTHER_UPPER_BODY"
    case longPants = "LONG_PANTS"
    case shortPants = "SHORT_PANTS"
    case otherLowerBody = "OTHER_LOWER_BODY"
    case longDress = "LONG_DRESS"
    case shortDress = "SHORT_DRESS"
    case fullBodyOutfit = "FULL_BODY_OUTFIT"
    case otherFullBody = "OTHER_FULL_BODY"
    case shoes = "SHOES"
    case boots = "BOOTS"
    case otherFootwear = "OTHER_FOOTWEAR"

    /// The defaults of sleeves and tucking are stated nowhere: down, and not tucked, here.
    struct Styling {
        var sleevesAreUp = false
        var isTucked = false
        var isOpen = false
    }

    func spans(_ styling: Styling) -> [Figure.Span] {
        let hem = styling.isTucked ? 0.46 : 0.53
        let sleeve = styling.sleevesAreUp ? 0.32 : hem
        switch self {
        case .upperBody, .otherUpperBody, .longSleeveShirt:
            return top(to: hem, sleeve: sleeve, styling)
        case .shortSleeveShirt: return top(to: hem, sleeve: min(0.29, sleeve), styling)
        case .noSleeveShirt: return top(to: hem, sleeve: nil, styling)
        case .lowerBody, .otherLowerBody, .longPants: return [(0.12...0.88, 0.46...0.94)]
        case .shortPants: return [(0.12...0.88, 0.46...0.68)]
        case .fullBody, .otherFullBody, .fullBodyOutfit, .longDress:
            return top(to: 0.94, sleeve: styling.sleevesAreUp ? 0.32 : 0.53, styling)
        case .shortDress: return top(to: 0.68, sleeve: 0.29, styling)
        case .footwear, .otherFootwear, .shoes: return [(0...1, 0.92...1)]
        case .boots: return [(0...1, 0.78...1)]
        }
    }

    /// From the neck down; an open layer leaves a strip in the middle.
    private func top(to hem: Double, sleeve: Double?, _ styling: Styling) -> [Figure.Span] {
        let body: [Figure.Span] =
            styling.isOpen
            ? [(0.22...0.44, 0.15...hem), (0.56...0.78, 0.15...hem)]
            : [(0.22...0.78, 0.15...hem)]
        guard let sleeve else { return body }
        return body + [(0...0.22, 0.15...sleeve), (0.78...1, 0.15...sleeve)]
    }
}
