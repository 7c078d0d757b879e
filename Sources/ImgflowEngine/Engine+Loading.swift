package import ImgflowLanguage
import ImgflowModels
package import ImgflowRuntime

/// What stands before a program: its text, the store, the Regions.
extension Engine {
    /// A program in a file; `-` is standard input.
    ///
    /// - Throws: What the file system says, or that it is no text.
    package static func load(_ file: String, _ console: Console) throws -> SourceText {
        let isInput = file == "-"
        let name = isInput ? "standard input" : file
        let bytes =
            isInput ? console.readInput() : try FileSystem.read(Path.join(console.folder, file))
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw NotText(bytes: bytes)
        }
        return SourceText(
            name: name, text: text, folder: isInput ? "." : folder(of: file, console),
            isFile: !isInput)
    }

    /// A program is text in UTF-8.
    package struct NotText: Error { package var bytes: [UInt8] }

    /// What `$here` and `use` mean in a file: its own folder, also where it is called by a link.
    package static func folder(of name: String, _ console: Console) -> String {
        let path = Path.join(console.folder, name)
        guard let target = FileSystem.target(ofLink: path) else { return Path.folder(of: name) }
        return Path.folder(of: target)
    }

    /// - Parameter named: the folder that the command line names.
    package static func store(
        _ named: String?, _ configuration: Configuration, _ console: Console
    ) -> AnswerStore {
        if let folder = named ?? console.variable("IMGFLOW_STORE") ?? configuration.store {
            return AnswerStore(folder: Path.join(console.folder, folder), isShared: true)
        }
        let home = console.variable("HOME") ?? "/"
        let data = console.variable("XDG_DATA_HOME") ?? "\(home)/.local/share"
        return AnswerStore(folder: "\(data)/imgflow/answers")
    }

    /// The Regions that calls are spread over; none where each goes to one.
    static func spread(
        _ settings: EngineSettings, _ models: ModelCatalog
    ) throws(CLIError) -> [String] {
        guard let text = settings.regions else { return [] }
        if settings.region != nil {
            throw CLIError(
                message: "`--region` pins calls to one Region, `--regions` spreads them",
                hints: ["remove one of them"])
        }
        let known = models.regions
        if text == "all" { return known }
        let names = text.split(separator: ",").map { $0.filter { $0 != " " } }
        for name in names where !known.contains(name) { throw unknownRegion(name, known, "all") }
        guard !names.isEmpty else {
            throw CLIError(
                message: "`--regions` is empty",
                hints: ["the Regions are \(known.joined(separator: ", ")), or `all`"])
        }
        return names
    }

    /// - Parameter word: what stands for all of them, where something does.
    package static func unknownRegion(
        _ name: String, _ known: [String], _ word: String? = nil
    ) -> CLIError {
        let names = known.joined(separator: ", ") + (word.map { ", or `\($0)`" } ?? "")
        return CLIError(
            message: "no model is available in `\(name)`",
            hints: [
                NearestName.of(name, in: known).map { "did you mean `\($0)`?" }
                    ?? "the Regions are \(names)"
            ])
    }
}
