package import ImgflowLanguage
package import ImgflowModels
import ImgflowVerbs

/// What a verb's models are to choose from, as this user has them.
package struct ModelChoices: Sendable {
    package let catalog: ModelCatalog
    private let verbs: Catalog

    package init(_ catalog: ModelCatalog) {
        self.catalog = catalog
        verbs = Verbs.catalog(of: catalog)
    }

    /// The verbs that go to one of several models.
    package var choosers: [Signature] {
        verbs.signatures.filter { choices(of: $0.name).count > 1 }
    }

    /// What `model:` takes, or the modes that each have a model, with what they cost.
    package func choices(of verb: String) -> [Completion.Candidate] {
        guard let signature = verbs[verb], signature.isPaid,
            let parameter = signature.parameter(named: "model") ?? signature.positional,
            case .word(let words) = parameter.type
        else { return [] }
        return words.compactMap { word in
            card(of: word).map { card in
                let end = card.lifecycle.endsOn.map { ", ends \($0)" } ?? ""
                return .init(word, "\(card.price.amount), \(card.does)\(end)")
            }
        }
    }

    /// A mode such as `fast` has the model of its name, `fast-upscale`.
    package func card(of word: String) -> ModelCard? {
        catalog.entries.lazy.map(\.card).first {
            $0.name == word || $0.name == "\(word)-upscale"
        }
    }

    /// Completes programs: values of `model:` come with what they cost.
    package var completer: Completer {
        Completer(
            verbs,
            words: Dictionary(WordPage.all.map { ($0.word, $0.summary) }) { first, _ in first }
        ) { parameter, value in
            switch parameter {
            case "model", "mode": card(of: value).map { "\($0.does), \($0.price.amount)" }
            default: nil
            }
        }
    }

    /// What has a page of help: verbs, words, commands and messages.
    ///
    /// - Parameter commands: those of the command line, with what each does.
    package static func topics(
        commands: [(text: String, summary: String)]
    ) -> [(text: String, summary: String)] {
        Verbs.catalog.signatures.map { ($0.name, $0.summary) }
            + WordPage.all.map { ($0.word, $0.summary) } + commands
            + ValuesPage.all(Verbs.catalog).map { ($0.topic, "all values") }
            + [(VerbHelp.commonTopic, "what most paid verbs share")]
            + DiagnosticCode.allCases.map { ($0.rawValue, $0.meaning) }
    }
}
