import ImageFacts
import ImgflowEngine
import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner
import ImgflowReports
import ImgflowRuntime
import ImgflowTerminal

/// Commands about images, of the session and of the disk.
extension ReplCommand {
    static let pictures: [ReplCommand] = [
        ReplCommand(
            "ls", "list images: :ls in, :ls *.png", .folder, run: list),
        ReplCommand("show", "show a result or file at full size: :show $3", .picture, run: show),
        ReplCommand(
            "open", "open a result or file in the desktop viewer: :open $3", .picture, run: open),
        ReplCommand("info", "describe a result or file: :info $3", .picture, run: info),
        ReplCommand("recipe", "show how a saved image was made: :recipe a.png", .file) {
            host, rest, _ in
            try host.needFile(rest, "an image: :recipe a.png")
            host.run(["recipe", rest])
        },
    ]

    // MARK: A result or a file

    private static func isResult(_ text: String) -> Bool {
        text.isEmpty || text.hasPrefix("$") || Int(text) != nil
    }

    /// The image, and what it is called.
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
                message: "the image of $\(entry.number) is no longer available",
                hints: ["reproduce it: $\(entry.number)"])
        }
        return (image, "$\(entry.number)")
    }

    private static func show(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        guard isResult(rest), try session.result(named: rest).pictures.count > 1 else {
            let (image, _) = try picture(rest, host, session)
            return host.show(try host.painter.draw(image))
        }
        let entry = try session.result(named: rest)
        for (place, image) in try images(of: entry, host, session).enumerated() {
            if Interrupt.isUp { return host.say("interrupted") }
            let drawn = try host.painter.draw(image, width: 40, rows: 12)
            host.say("\(place + 1)")
            host.show(drawn)
        }
    }

    private static func images(
        of entry: Entry, _ host: ReplHost, _ session: Session
    ) throws(CLIError) -> [Image] {
        let images = host.images(of: entry.number, session)
        guard images.count == entry.pictures.count else {
            throw CLIError(
                message: "the images of $\(entry.number) are no longer available",
                hints: ["reproduce them: $\(entry.number)"])
        }
        return images
    }

    private static func info(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        guard isResult(rest) else {
            try host.needFile(rest, "a result or a file: $3, or a.png")
            return host.run(
                ["-c", "load \(SourceWriter.string(rest)) | info", "--ephemeral"])
        }
        let entry = try session.result(named: rest)
        guard entry.pictures.count > 1 else {
            let (image, name) = try picture(rest, host, session)
            return host.say("\(name): \(facts(image, entry.pictures.last))")
        }
        let images = try images(of: entry, host, session)
        for (place, (image, picture)) in zip(images, entry.pictures).enumerated() {
            host.say("$\(entry.number), image \(place + 1): \(facts(image, picture))")
        }
    }

    private static func facts(_ image: Image, _ picture: Picture?) -> String {
        let facts = image.facts
        var words = "\(facts.size) \(facts.format.rawValue)"
        if facts.hasAlpha { words += " with alpha" }
        if let bytes = image.encoded { words += ", \(ByteCount(bytes.count))" }
        if let model = picture?.model { words += ", model \(model)" }
        if let seed = picture?.seed { words += ", seed \(seed)" }
        return words
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
