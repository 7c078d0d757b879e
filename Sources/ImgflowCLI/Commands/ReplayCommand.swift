import ArgumentParser
import ImgflowEngine
import ImgflowLanguage
import ImgflowPlanner
import ImgflowREPL
import ImgflowReports
import ImgflowRuntime
import ImgflowVerbs

/// `imgflow replay out.png --set text="calm sea"`: makes an image again, as it was or with a word
/// changed.
struct ReplayCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Reproduce an image, using cached results where possible.",
        discussion: """
            imgflow replay out.png                           the same image, free
            imgflow replay out.png --set text="calm sea"     another prompt with the same seed
            imgflow replay out.png --set inpaint.text=…      of that stage
            imgflow replay out.png --dry-run                 what it would do and cost
            """)

    @ArgumentParser.Argument(help: "An image that imgflow saved.")
    var file: String

    @Option(help: ArgumentHelp("Override a parameter.", valueName: "name=value"))
    var set: [String] = []

    @Option(help: ArgumentHelp("Output file.", valueName: "file"))
    var to: String?

    @OptionGroup var options: PlanningOptions
    @OptionGroup var running: RunOptions

    func run(_ call: CommandCall) async throws {
        var console = call.console
        let settings = try running.settings()
        let recipe = try FoundRecipe(of: file, console)
        if !recipe.isOwn {
            try StrangersRecipe(text: recipe.text, file: file)
                .confirm(yes: running.yes, Engine(options.settings, console))
        }
        var edit = RecipeEdit(
            recipe.text, Verbs.catalog(of: Configuration.models(console)))
        for wish in set { try edit.set(wish) }
        // The run stands where the first one stood; what it makes goes to where the user stands.
        let target = to ?? freeName(console)
        if let folder = recipe.folder, folder != console.folder {
            edit.save(as: Path.join(console.folder, target))
            console.folder = folder
        } else {
            edit.save(as: target)
        }
        let engine = try Engine(options.settings, console)
        let source = SourceText(name: "recipe of \(file)", text: edit.text)
        let status = try await engine.run(
            { ProgramInput(source, usesDefaults: false) }, settings,
            for: CommandLineAudience(engine, running.style(options)))
        guard status == .done else { throw ExitRequest(status) }
    }

    /// `out-replay.png`, `out-replay-2.png`, …: next to the image, in the place of none.
    private func freeName(_ console: Console) -> String {
        let name = FileName(file)
        let base = Path.join(name.dir == "." ? "" : name.dir, "\(name.stem)-replay")
        for number in 1...9_999 {
            let path = "\(base)\(number == 1 ? "" : "-\(number)").\(name.ext)"
            if FileSystem.kind(Path.join(console.folder, path)) == nil { return path }
        }
        return "\(base).\(name.ext)"
    }
}
