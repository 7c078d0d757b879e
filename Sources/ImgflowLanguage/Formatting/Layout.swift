/// Text with places where a line may be broken (after Oppen and Wadler): a group stands on one line
/// where that is wide enough, and else breaks at all of its own places.
indirect enum Layout {
    case nothing
    /// Kept as it is, also where it holds line ends of its own.
    case text(String)
    /// A space, or a line end where the group is broken.
    case line
    /// Nothing, or a line end where the group is broken.
    case softLine
    /// A line end, whatever happens: the groups around it are broken.
    case hardLine
    /// Only where the group is broken.
    case ifBroken(String)
    case nested(Layout)
    case group(Layout)
    case row([Layout])

    static func row(_ parts: Layout...) -> Layout { .row(parts) }

    /// Whether a line end stands in it for certain.
    fileprivate var isBroken: Bool {
        switch self {
        case .hardLine: true
        case .nothing, .text, .line, .softLine, .ifBroken: false
        case .nested(let inner), .group(let inner): inner.isBroken
        case .row(let parts): parts.contains(where: \.isBroken)
        }
    }
}

/// Writes a layout in lines of at most so many columns, where that can be.
struct LayoutWriter {
    private static let indent = 2
    private let width: Int
    private var output = ""
    private var column = 0

    private struct Piece {
        var indent: Int
        var isBroken: Bool
        var layout: Layout
    }

    static func write(_ layout: Layout, width: Int) -> String {
        var writer = LayoutWriter(width: width)
        writer.write(layout)
        return writer.output
    }

    private init(width: Int) { self.width = width }

    private mutating func write(_ layout: Layout) {
        var open = [Piece(indent: 0, isBroken: true, layout: layout)]
        while let piece = open.popLast() {
            switch piece.layout {
            case .nothing: break
            case .text(let text): put(text)
            case .line:
                if piece.isBroken { end(piece.indent) } else { put(" ") }
            case .softLine: if piece.isBroken { end(piece.indent) }
            case .hardLine: end(piece.indent)
            case .ifBroken(let text): if piece.isBroken { put(text) }
            case .nested(let inner):
                open.append(
                    Piece(
                        indent: piece.indent + Self.indent, isBroken: piece.isBroken,
                        layout: inner))
            case .row(let parts):
                for part in parts.reversed() {
                    open.append(
                        Piece(indent: piece.indent, isBroken: piece.isBroken, layout: part))
                }
            case .group(let inner):
                let flat = Piece(indent: piece.indent, isBroken: false, layout: inner)
                let isBroken = inner.isBroken || !fits(flat, before: open)
                open.append(Piece(indent: piece.indent, isBroken: isBroken, layout: inner))
            }
        }
    }

    private mutating func put(_ text: String) {
        output += text
        if let end = text.utf8.lastIndex(of: .lineFeed) {
            column = Printable.width(String(text[text.index(after: end)...]))
        } else {
            column += Printable.width(text)
        }
    }

    private mutating func end(_ indent: Int) {
        while output.last == " " { output.removeLast() }
        output += "\n" + String(repeating: " ", count: indent)
        column = indent
    }

    /// Whether a piece, and what follows it up to the next line end, goes on the line that is begun.
    private func fits(_ piece: Piece, before rest: [Piece]) -> Bool {
        var left = width - column
        var open = [piece]
        var next = rest.count
        while left >= 0 {
            guard let piece = open.popLast() else {
                guard next > 0 else { return true }
                next -= 1
                open.append(rest[next])
                continue
            }
            switch piece.layout {
            case .nothing: break
            case .text(let text):
                if let end = text.utf8.firstIndex(of: .lineFeed) {
                    return left >= Printable.width(String(text[..<end]))
                }
                left -= Printable.width(text)
            case .line:
                if piece.isBroken { return true }
                left -= 1
            case .softLine: if piece.isBroken { return true }
            case .hardLine: return true
            case .ifBroken(let text): if piece.isBroken { left -= Printable.width(text) }
            case .nested(let inner), .group(let inner):
                open.append(Piece(indent: 0, isBroken: piece.isBroken, layout: inner))
            case .row(let parts):
                for part in parts.reversed() {
                    open.append(Piece(indent: 0, isBroken: piece.isBroken, layout: part))
                }
            }
        }
        return false
    }
}
