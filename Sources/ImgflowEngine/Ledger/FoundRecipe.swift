import ImageFacts
import ImgflowPlanner
package import ImgflowRuntime

/// The program that makes an image again: from the ledger by the image's bytes, wherever it was
/// moved to, or from the file itself.
package struct FoundRecipe {
    package var text: String
    /// Where its relative paths are from; nil where only the file knows of it.
    package var folder: String?
    /// This machine wrote it.
    package var isOwn = false

    package init(of written: String, _ console: Console) throws {
        let path = console.found(written)
        let place = Path.join(console.folder, path)
        let bytes: [UInt8]
        do {
            bytes = try FileSystem.read(place)
        } catch {
            throw CLIError(message: "`\(path)` cannot be read: \(error.words)")
        }
        let ledger = try Self.ledger(console)
        let resolved = Path.resolved(path, in: console.folder)
        let file = try Self.asking { try ledger?.file(hash: Digest.hex(bytes), path: resolved) }
        if let file, let recipe = file.recipe {
            text = recipe
            isOwn = true
            folder = try Self.asking { try ledger?.run(file.run)?.folder }
            return
        }
        guard let embedded = EmbeddedText.read(bytes) ?? Sidecar.text(of: place) else {
            let isKnown = file != nil
            throw CLIError(
                message: isKnown
                    ? "`\(path)` was saved with `private:true`: its recipe was not kept"
                    : "no recipe found for `\(path)`",
                hints: isKnown
                    ? []
                    : [
                        "recipes exist for images that imgflow saved on this machine, and those saved with `embed:true`"
                    ],
                exitStatus: .failed)
        }
        text = embedded
    }

    /// Nil where nothing was ever put down.
    package static func ledger(_ console: Console) throws -> Ledger? {
        try asking { try LedgerBook(console).existing() }
    }

    package static func asking<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let failure as Ledger.Failure {
            throw CLIError(
                message: "\(failure)", hints: ["fix it, or move it away"], exitStatus: .failed)
        }
    }
}
