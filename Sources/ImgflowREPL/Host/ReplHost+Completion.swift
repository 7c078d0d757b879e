import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowReports

/// What Tab offers: from the catalog of the checker, and from the disk.
extension ReplHost {
    func complete(_ program: String) -> Offer {
        let today = engine?.today ?? console.today
        return ProgramCompletion(
            models, folder: console.folder, region: settings.region, on: today
        ).offer(behind: program)
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
