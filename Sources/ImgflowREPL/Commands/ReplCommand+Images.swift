import ImageFacts
import ImgflowEngine
import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner
import ImgflowReports
import ImgflowRuntime
import ImgflowTerminal

/// Commands about pictures, of the session and of the disk.
extension ReplCommand {
    static let pictures: [ReplCommand] = [
        ReplCommand("ls", "the pictures here", .folder, run: list),
        ReplCommand("show", "a result or a file, large: :show $3", .picture, run: show),
        ReplCommand(
            "open", "a result or a file in the desktop's viewer: :open $3", .picture, run: open),
        ReplCommand("info", "facts of a result or a file: :info $3", .picture, run: info),
        ReplCommand("recipe", "how a saved picture was made: :recipe a.png", .file) {
            host, rest, _ in
            try host.needFile(rest, "a picture: :recipe a.png")
            host.run(["recipe", rest])
        },
    ]

    private static func list(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        let place = rest.isEmpty ? host.folder : Path.join(host.folder, rest)
        guard FileSystem.kind(place) == .folder else {
            throw CLIError(message: "`\(rest)` is no folder")
        }
        let names = FileSystem.names(in: place).sorted().filter { !$0.hasPrefix(".") }
        guard !names.isEmpty else { return host.say("nothing is here") }
        var drawn = 0
        for name in names {
            guard FileSystem.kind(Path.join(place, name)) == .file,
                let bytes = try? FileSystem.read(Path.join(place, name)),
                let image = try? Image(encoded: bytes)
            else {
                let isFolder = FileSystem.kind(Path.join(place, name)) == .folder
                if isFolder || name.hasSuffix(".imgflow") {
                    host.say(Printable.text(name) + (isFolder ? "/" : ""))
                }
                continue
            }
            let facts = image.facts
            host.say("\(Printable.text(name))  \(facts.size) \(facts.format.rawValue)")
            // A screenful says enough.
            if drawn < 12, let picture = try? host.painter.draw(image, width: 16, rows: 8) {
                host.show(picture)
                drawn += 1
            }
        }
    }

    // MARK: A result or a file

    private static func isResult(_ text: String) -> Bool {
        text.isEmpty || text.hasPrefix("$") || Int(text) != nil
    }

    /// The picture, and what it is called.
    private static func picture(
        _ rest: String, _ host: ReplHost, _ session: Session
    ) throws -> (image: Image, name: String) {
        guard isResult(rest) else {
            try host.needFile(rest, "a result or a file: $3, or a.png")
            return (try Image(encoded: FileSystem.read(Path.join(host.folder, rest))), rest)
        }
        let entry = try session.result(named: rest)
        guard let image = host.image(of: entry.number, session) else {
            throw CLIError(
                message: "the picture of $\(entry.number) is no longer at hand",
                hints: ["make it again: $\(entry.number)"])
        }
        return (image, "$\(entry.number)")
    }

    private static func show(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        let (image, _) = try picture(rest, host, session)
        host.show(try host.painter.draw(image))
    }

    private static func info(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        guard isResult(rest) else {
            try host.needFile(rest, "a result or a file: $3, or a.png")
            return host.run(
                ["-c", "load \(Recipe.quoted(rest)) | info", "--ephemeral"])
        }
        let entry = try session.result(named: rest)
        let (image, name) = try picture(rest, host, session)
        let facts = image.facts
        var words = "\(name): \(facts.size) \(facts.format.rawValue)"
        if facts.hasAlpha { words += " with alpha" }
        if let bytes = image.encoded { words += ", \(ByteCount(bytes.count))" }
        if let model = entry.pictures.last?.model { words += ", model \(model)" }
        if let seed = entry.pictures.last?.seed { words += ", seed \(seed)" }
        host.say(words)
    }

    private static func open(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        guard !isResult(rest) else {
            let (image, name) = try picture(rest, host, session)
            let file = try DesktopViewer.file(
                of: image, named: "result-\(name.dropFirst())")
            return try DesktopViewer.open(file, host.console)
        }
        try host.needFile(rest, "a result or a file: $3, or a.png")
        try DesktopViewer.open(Path.join(host.folder, rest), host.console)
    }
}
