import ImageFacts
import ImgflowLanguage
package import ImgflowModels
import ImgflowRuntime
import ImgflowVerbs

/// What goes on from a program: from the catalog of the checker, and from the disk.
package struct ProgramCompletion {
    private let models: ModelChoices
    private let folder: String
    private let region: String?
    private let today: CalendarDate

    /// - Parameters:
    ///   - folder: that relative paths begin in.
    ///   - region: the one that is bound, where one is.
    package init(
        _ models: ModelChoices, folder: String, region: String? = nil, on today: CalendarDate
    ) {
        self.models = models
        self.folder = folder
        self.region = region
        self.today = today
    }

    package func offer(behind program: String) -> Offer {
        let completion = models.completer.complete(program)
        let replaces = program.utf8.count - completion.replaces.start
        guard let path = completion.path else {
            let written = String(decoding: program.utf8.suffix(replaces), as: UTF8.self)
            var candidates = completion.candidates
            // Who writes its name gets a model of any Region.
            if written.isEmpty, program.hasSuffix("model:") { candidates = living(candidates) }
            return Offer(
                replaces: replaces, candidates,
                expectation: completion.expectation.map { "expected \($0)" })
        }
        let opening = String(decoding: program.utf8.dropLast(replaces), as: UTF8.self)
        let string = PathString(opening: opening, isBare: completion.isBarePath)
        let fits = Self.fitting(opening)
        var offer = Offer(
            replaces: replaces,
            PathCompletion.candidates(string.plain(path), in: folder)
                .filter { $0.hasSuffix("/") || fits($0) }
                .compactMap { string.written($0).map { .init($0) } })
        offer.arePaths = true
        return offer
    }

    /// Programs behind `use`, images behind whatever reads them; all files elsewhere.
    private static func fitting(_ opening: String) -> (_ path: String) -> Bool {
        let words = Lexer.tokens(of: SourceText(name: "", text: opening)).compactMap { token in
            if case .word(let word) = token.kind { word } else { nil }
        }
        switch words.last {
        case "use"?: return isProgram
        case let verb?
        where Verbs.catalog[verb]?.positional?.type.takesPath == true
            && Verbs.catalog[verb]?.isSink == false:
            return isImage
        default: return { _ in true }
        }
    }

    private static func isProgram(_ path: String) -> Bool { path.hasSuffix(".imgflow") }

    private static func isImage(_ path: String) -> Bool {
        guard let dot = Path.name(of: path).lastIndex(of: ".") else { return false }
        let name = Path.name(of: path)
        return ImageFormat(fileExtension: String(name[name.index(after: dot)...])) != nil
    }

    /// Models that are alive, and live in the Region that is bound where one is.
    private func living(_ candidates: [Completion.Candidate]) -> [Completion.Candidate] {
        candidates.filter { candidate in
            guard let model = models.catalog[candidate.text] else { return true }
            let isHere = region.map { model.card.regions.contains($0) } ?? true
            return isHere && model.card.lifecycle.stage(on: today) != .retired
        }
    }
}
