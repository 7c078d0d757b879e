internal import CChafa
import Glibc
import ImageFacts
package import ImgflowImages
import Synchronization

/// Draws pictures on a terminal, in the way that it takes them.
package final class TerminalPainter: Sendable {
    private struct Means {
        var kind: PictureProtocol
        var cell: (width: Int, height: Int)
    }

    private let environment: [String: String]
    private let columns: @Sendable () -> Int
    private let ask: @Sendable () -> TerminalAnswers
    private let means = Mutex<Means?>(nil)

    /// - Parameters:
    ///   - columns: of the terminal, now.
    ///   - ask: called once, when the first picture is drawn.
    package init(
        environment: [String: String], columns: @escaping @Sendable @autoclosure () -> Int,
        ask: @escaping @Sendable () -> TerminalAnswers = { TerminalQuestion.ask() }
    ) {
        self.environment = environment
        self.columns = columns
        self.ask = ask
    }

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
        guard let drawn else { throw PaintingFailure(why: "there is no memory for the picture") }
        defer { free(drawn) }
        let text = String(
            decoding: UnsafeRawBufferPointer(start: drawn, count: count), as: UTF8.self)
        return text.hasSuffix("\n") ? text : text + "\n"
    }

    /// Why nothing can be drawn; nil where it can.
    package var refusal: String? { imgflow_chafa_start().map { String(cString: $0) } }

    /// Asks the terminal, once, for some hundred milliseconds at most. Not to be left alone meanwhile: it types
    /// no letters until it has answered.
    package func prepare() { _ = asked() }

    /// How it would be drawn; asks the terminal.
    package var kind: PictureProtocol { asked().kind }

    private func asked() -> Means {
        means.withLock { known in
            if let known { return known }
            let answers = ask()
            let found = Means(
                kind: .choose(answers, environment: environment), cell: answers.cell ?? (8, 16))
            known = found
            return found
        }
    }

    /// At most the terminal's width and 24 lines where nothing is asked for, in the picture's shape.
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

/// Why no picture can be drawn here.
package struct PaintingFailure: Error, CustomStringConvertible {
    var why: String

    package var description: String { why }
}

extension PictureProtocol {
    fileprivate var mode: imgflow_chafa_mode {
        switch self {
        case .blocks: IMGFLOW_CHAFA_BLOCKS
        case .sixel: IMGFLOW_CHAFA_SIXEL
        case .kitty: IMGFLOW_CHAFA_KITTY
        case .iterm: IMGFLOW_CHAFA_ITERM
        }
    }
}
