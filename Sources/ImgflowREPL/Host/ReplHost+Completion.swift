import ImageFacts
import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowReports
import ImgflowRuntime
import ImgflowVerbs

/// What Tab offers: from the catalog of the checker, and from the disk.
extension ReplHost {
    func complete(_ program: String) -> Offer {
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
            PathCompletion.candidates(string.plain(path), in: console.folder)
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
        guard let engine else { return candidates }
        return candidates.filter { candidate in
            guard let model = engine.configuration.models[candidate.text] else { return true }
            let isHere = settings.region.map { model.card.regions.contains($0) } ?? true
            return isHere && model.card.lifecycle.stage(on: engine.today) != .retired
        }
    }

    func candidates(
        for subject: CommandName.Subject, _ written: String
    ) -> [Completion.Candidate] {
        switch subject {
        case .nothing, .program, .setting, .text: []
        case .topic:
            topics.map { .init($0.text, $0.summary) }.beginning(with: written)
        case .word(let words): words.map { .init($0) }.beginning(with: written)
        case .region: models.catalog.regions.map { .init($0) }.beginning(with: written)
        case .picture, .file: files(written)
        case .script: files(written) { $0.hasSuffix(".imgflow") }
        case .folder: files(written) { _ in false }
        case .model: modelNames(written)
        }
    }

    private func files(
        _ written: String, where fits: (String) -> Bool = { _ in true }
    ) -> [Completion.Candidate] {
        PathCompletion.candidates(written, in: console.folder)
            .filter { $0.hasSuffix("/") || fits($0) }.map { .init($0) }
    }

    /// Verbs that have models to choose from, then those of the verb.
    private func modelNames(_ written: String) -> [Completion.Candidate] {
        let words = written.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard words.count > 1 else {
            return models.choosers.map { .init($0.name, $0.summary) }.beginning(with: written)
        }
        return models.choices(of: words[0]).beginning(with: words[1])
    }
}

/// A path as it is written inside the string that has been begun.
struct PathString {
    private let quote: String
    /// It is still to be opened: a bare word was begun where a path is meant.
    private let isBare: Bool

    /// - Parameter opening: the program up to the string's content.
    init(opening: String, isBare: Bool) {
        self.isBare = isBare
        quote = !isBare && opening.last == "'" ? "'" : "\""
    }

    private var isRaw: Bool { quote == "'" }

    /// What a beginning that was written means.
    func plain(_ written: String) -> String {
        guard !isRaw, !isBare else { return written }
        var text = ""
        var before: Character?
        for character in written {
            if before == "\\" {
                text.append(character)
                before = nil
            } else if character == "\\" || ("{}".contains(character) && before != character) {
                before = character
                if character != "\\" { text.append(character) }
            } else {
                // The second of two braces is no brace of its own.
                if !"{}".contains(character) { text.append(character) }
                before = nil
            }
        }
        return text
    }

    /// Bytes that are part of no character are written by their escapes.
    private static func escaped(_ character: Character) -> String {
        character.unicodeScalars.map {
            PathText.isByte($0)
                ? "\\u{\(String($0.value, radix: 16, uppercase: true))}" : String($0)
        }.joined()
    }

    /// - Returns: Nil where such a string cannot hold it.
    func written(_ path: String) -> String? {
        let end = path.hasSuffix("/") ? "" : quote
        guard !isRaw else {
            return path.contains("'") || PathText.holdsBytes(path) ? nil : path + end
        }
        let inside = path.map { character -> String in
            switch character {
            case "\"", "\\": "\\\(character)"
            case "{", "}": "\(character)\(character)"
            default: Self.escaped(character)
            }
        }.joined()
        return (isBare ? quote : "") + inside + end
    }
}
