import ImgflowLanguage
import ImgflowModels

extension PlanBuilder {
    /// The region that a call goes to, and a note where it is not the one that was preferred.
    ///
    /// `region:` and `--region` bind; a region from the environment or a profile is moved to where
    /// the model lives, unless `--stay` forbids it.
    mutating func region(
        for card: ModelCard, of stage: StageContext
    ) throws(PlanProblem) -> (region: String, note: String?) {
        let spread = settings.spread.filter(card.regions.contains)
        if stage.word("region") == nil, !spread.isEmpty {
            let turn = spreadCalls[card.name, default: 0]
            spreadCalls[card.name] = turn + 1
            return (spread[turn % spread.count], nil)
        }
        if let word = stage.word("region") {
            guard card.regions.contains(word) else {
                throw .model(.regionWithoutModel(word, card: card, span: stage.span("region")))
            }
            return (word, nil)
        }
        let home = card.regions.contains("us-west-2") ? "us-west-2" : card.regions.first ?? ""
        switch settings.region {
        case .bound(let region):
            guard card.regions.contains(region) else {
                throw .model(.regionWithoutModel(region, card: card, span: stage.verbSpan))
            }
            return (region, nil)
        case .preferred(let region):
            if card.regions.contains(region) { return (region, nil) }
            guard !settings.stays else {
                throw .model(.regionWithoutModel(region, card: card, span: stage.verbSpan))
            }
            return (home, "moved from \(region) to \(home), where \(card.name) is available")
        case .fallback:
            return (home, nil)
        }
    }
}
