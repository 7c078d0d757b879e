package import ImgflowRuntime

extension LedgerCall {
    /// What it cost, in words.
    package var money: String {
        let price = origin == "sandbox" ? "(\(dollars))" : "\(dollars)"
        return switch outcome {
        case .paid: price
        case .known: "cached"
        case .filtered: "refused"
        case .failed: "failed"
        case .sent: "\(price) no response"
        case .doubtful: "\(price) may be billed"
        }
    }
}
