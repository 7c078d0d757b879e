import ImgflowLanguage
import ImgflowModels
import ImgflowReports
import ImgflowVerbs

/// What there is to say of words: the same that `help` and the prompt say.
struct HelpDesk: Sendable {
    let models: ModelChoices
    let verbs: Catalog
    let completer: Completer
    let today: CalendarDate
    let region: String?

    init(_ models: ModelChoices, today: CalendarDate, region: String?) {
        self.models = models
        self.today = today
        self.region = region
        verbs = Verbs.catalog(of: models.catalog)
        completer = models.completer
    }

    func word(_ word: String) -> WordPage? { WordPage.all.first { $0.word == word } }

    /// What a model is for, what it costs, and until when.
    func model(_ name: String) -> String? {
        guard let card = models.card(of: name) else { return nil }
        return Self.line(of: card, price: "\(card.price.amount)", on: today)
    }

    static func line(of card: ModelCard, price: String, on today: CalendarDate) -> String {
        var words = "\(card.name): \(card.does), \(price)"
        if let end = card.lifecycle.endsOn {
            words += end <= today ? "; AWS retired it on \(end)" : "; AWS retires it on \(end)"
        }
        return words
    }
}
