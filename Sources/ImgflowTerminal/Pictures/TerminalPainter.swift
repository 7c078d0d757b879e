internal import CChafa
import FoundationEssentials
import Glibc
import ImageFacts
package import ImgflowImages
import Synchronization

/// Draws images on a terminal, in the way that it takes them.
package final class TerminalPainter: Sendable {
    struct Means {
        var kind: PictureProtocol
        var cell: (width: Int, height: Int)
    }

    private let environment: [String: String]
    let columns: @Sendable () -> Int
    private let ask: @Sendable () -> TerminalAnswers
    private let means = Mutex<Means?>(nil)
    private let chosen: Mutex<ImageMode?>
    /// What the terminal has said without being waited for.
    private let heard = Mutex<TerminalAnswers?>(nil)
    private let isAsked = Mutex(false)

    /// - Parameters:
    ///   - columns: of the terminal, now.
    ///   - ask: called once, when the first image is drawn.
    package init(
        environment: [String: String], columns: @escaping @Sendable @autoclosure () -> Int,
        ask: @escaping @Sendable () -> TerminalAnswers = { TerminalQuestion.ask() }
    ) {
        self.environment = environment
        self.columns = columns
        self.ask = ask
        chosen = Mutex(.of(environment))
    }

    /// How images are shown from here on; nil where the environment names no mode that there is.
    package var mode: ImageMode? {
        get { chosen.withLock { $0 } }
        set {
            chosen.withLock { $0 = newValue }
            means.withLock { $0 = nil }
        }
    }

    /// What a prompt asks the terminal while it reads keys; nil where nothing is to be asked, or it was.
    package func takeQuestion() -> String? {
        guard mode == .auto, !isInside, environment["TERM"] != "linux" else { return nil }
        return isAsked.withLock { isAsked in
            defer { isAsked = true }
            return isAsked ? nil : TerminalQuestion.text
        }
    }

    /// Answers come when they come: what is drawn from then on is drawn by them.
    package func hear(_ answers: TerminalAnswers) {
        heard.withLock { $0 = answers }
        means.withLock { $0 = nil }
    }

    /// Multiplexers know nothing of the question, and write it over their title.
    private var isInside: Bool { environment["TMUX"] != nil || environment["STY"] != nil }

    /// Whether anything is drawn at all.
    package var draws: Bool { mode != .off }

    /// What to write, with a line end; a reason where nothing can be drawn. Blocks while it decodes, and asks
    /// the terminal where `prepare` did not.
    ///
    /// - Parameters:
    ///   - width: columns; nil for as many as fit well.
    ///   - rows: at most; nil for as many as the width needs, or fit well where none is given.
    package func draw(_ image: Image, width: Int? = nil, rows: Int? = nil) throws -> String {
        if let refusal { throw PaintingFailure(why: refusal) }
        let means = asked()
        let box = box(for: image.facts.size, width, rows, means.cell)
        let pixels =
            means.kind == .blocks
            ? PixelSize(box.columns * 4, box.rows * 8)
            : PixelSize(box.columns * means.cell.width, box.rows * means.cell.height)
        let small = try image.resized(to: pixels)
        // A file is a tenth of the pixels that it holds.
        if means.kind.takesFiles {
            return means.kind.text(try small.encoded(as: .png), box.columns, box.rows) + "\n"
        }
        let bytes = try small.rgba()
        var count = 0
        let drawn = bytes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.flatMap {
                imgflow_chafa_draw(
                    $0, Int32(pixels.width), Int32(pixels.height), Int32(box.columns),
                    Int32(box.rows), means.kind.mode,
                    Int32(PictureProtocol.colors(environment)), Int32(means.cell.width),
                    Int32(means.cell.height), &count)
            }
        }
        guard let drawn else { throw PaintingFailure(why: "not enough memory for the image") }
        defer { free(drawn) }
        let text = String(
            decoding: UnsafeRawBufferPointer(start: drawn, count: count), as: UTF8.self)
        return text.hasSuffix("\n") ? text : text + "\n"
    }

    /// Why nothing can be drawn; nil where it can.
    package var refusal: String? {
        guard let mode else {
            let name = environment["IMGFLOW_IMAGES"] ?? ""
            return
                "expected \(ImageMode.names.joined(separator: ", ")) in IMGFLOW_IMAGES, found `\(name)`"
        }
        if mode == .off { return "images are off (IMGFLOW_IMAGES, :images)" }
        // A file is handed over as it is.
        if case .by(let kind) = mode, kind.takesFiles { return nil }
        return imgflow_chafa_start().map { String(cString: $0) }
    }

    /// Asks the terminal, once, for some hundred milliseconds at most. Not to be left alone meanwhile: it types
    /// no letters until it has answered.
    package func prepare() { _ = asked() }

    /// How it would be drawn; asks the terminal.
    package var kind: PictureProtocol { asked().kind }

    func asked() -> Means {
        means.withLock { known in
            if let known { return known }
            let mode = mode
            let heard = heard.withLock { $0 }
            let answers = mode == .auto && !isInside ? heard ?? ask() : TerminalAnswers()
            var kind = PictureProtocol.choose(answers, environment: environment)
            if case .by(let wanted)? = mode { kind = wanted }
            let found = Means(kind: kind, cell: answers.cell ?? Self.cellOfWindow ?? (8, 16))
            known = found
            return found
        }
    }

    /// Pixels of a character, where the terminal tells the system of them.
    private static var cellOfWindow: (width: Int, height: Int)? {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
        else { return nil }
        let cell = (Int(size.ws_xpixel / size.ws_col), Int(size.ws_ypixel / size.ws_row))
        return cell.0 > 1 && cell.1 > 1 ? cell : nil
    }

    /// At most the terminal's width and 24 lines where nothing is asked for, in the image's shape.
    private func box(
        for size: PixelSize, _ width: Int?, _ rows: Int?, _ cell: (width: Int, height: Int)
    ) -> (columns: Int, rows: Int) {
        let ratio =
            Double(size.height) / Double(size.width) * Double(cell.width)
            / Double(cell.height)
        let columns = columns()
        var across = Double(min(width ?? min(columns, 64), max(4, columns)))
        if let most = rows ?? (width == nil ? 24 : nil) {
            across = min(across, Double(most) / ratio)
        }
        return (max(1, Int(across.rounded())), max(1, Int((across * ratio).rounded())))
    }
}

/// Why no image can be drawn here.
package struct PaintingFailure: Error, CustomStringConvertible {
    var why: String

    package var description: String { why }
}

extension PictureProtocol {
    fileprivate var mode: imgflow_chafa_mode {
        self == .sixel ? IMGFLOW_CHAFA_SIXEL : IMGFLOW_CHAFA_BLOCKS
    }

    fileprivate var takesFiles: Bool { self == .kitty || self == .iterm }

    /// A PNG as the terminal takes files. Sources:
    /// sw.kovidgoyal.net/kitty/graphics-protocol, "Transferring pixel data" (f=100, at most 4,096 characters a
    /// piece, q=2 for no answer); iterm2.com/documentation-images.
    fileprivate func text(_ png: [UInt8], _ columns: Int, _ rows: Int) -> String {
        let data = Data(png).base64EncodedString()
        if self == .iterm {
            let size = "size=\(png.count);width=\(columns);height=\(rows);preserveAspectRatio=0"
            return "\u{1B}]1337;File=inline=1;\(size):\(data)\u{7}"
        }
        var text = ""
        var rest = data.utf8[...]
        while !rest.isEmpty {
            let piece = rest.prefix(4_096)
            rest = rest.dropFirst(4_096)
            let start = text.isEmpty ? "a=T,f=100,q=2,c=\(columns),r=\(rows)," : ""
            text += "\u{1B}_G\(start)m=\(rest.isEmpty ? 0 : 1);\(Substring(piece))\u{1B}\\"
        }
        return text
    }
}
