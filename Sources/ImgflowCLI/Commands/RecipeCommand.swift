import ArgumentParser
import ImgflowEngine
import ImgflowLanguage
import ImgflowReports

/// `imgflow recipe out.png`: how a picture was made, as a program.
struct RecipeCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "recipe",
        abstract: "Prints the program that makes a picture again; nothing is run.",
        discussion: """
            A picture is known by its bytes, wherever it was moved to, if it was saved on this \
            machine; and anywhere, if it was saved with `embed:true`. Seeds and models are those \
            that were chosen. A recipe is data: read it, check it, plan it; `imgflow replay` runs it.
            """)

    @ArgumentParser.Argument(help: "A picture that imgflow saved.")
    var file: String

    func run(_ call: CommandCall) async throws {
        let console = call.console
        let recipe = try FoundRecipe(of: file, console)
        if let folder = recipe.folder, folder != console.folder {
            console.complain("its paths are from \(Printable.text(folder))")
        }
        console.put(Printable.program(recipe.text))
    }
}
