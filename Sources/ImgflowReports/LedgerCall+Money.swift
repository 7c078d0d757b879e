package import ImgflowRuntime

extension LedgerCall {
    /// What it cost, in words.
    package var money: String {
        let price = origin == "sandbox" ? "(\(dollars))" : "\(dollars)"
        return switch outcome {
        case .paid: price
        case .known: "known"
        case .filtered: "refused"
        case .failed: "failed"
        case .sent: "\(price) unanswered"
        case .doubtful: "\(price) in doubt"
        }
    }
}
