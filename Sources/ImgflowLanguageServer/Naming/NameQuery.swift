import ImgflowLanguage
import JSONRPC

/// What one program says of a name in it.
struct NameQuery {
    private let analysis: Analysis
    private let addresses: Addresses

    init(_ analysis: Analysis, _ addresses: Addresses) {
        self.analysis = analysis
        self.addresses = addresses
    }

    func definition(at place: Int) -> JSON {
        guard let names = analysis.names, let here = names.occurrence(at: place) else { return nil }
        return location(names.symbols[here.symbol].span)
    }

    func highlights(at place: Int) -> JSON {
        guard let names = analysis.names, let here = names.occurrence(at: place) else { return nil }
        return .array(
            names.occurrences(of: here.symbol).filter { analysis.isInRoot($0.span.start) }
                .map { occurrence in
                    [
                        "range": analysis.index.json(occurrence.span),
                        "kind": occurrence.isDeclaration ? 3 : 2,
                    ]
                })
    }

    /// In this text alone.
    func references(at place: Int, _ withDeclaration: Bool) -> JSON {
        guard let names = analysis.names, let here = names.occurrence(at: place) else { return nil }
        return .array(
            names.occurrences(of: here.symbol).filter { withDeclaration || !$0.isDeclaration }
                .map { location($0.span) })
    }

    /// What a new name would take the place of.
    func renamed(at place: Int) -> JSON {
        guard let names = analysis.names, let here = names.occurrence(at: place),
            analysis.isInRoot(here.span.start)
        else { return nil }
        let isFile = names.symbols[here.symbol].kind == .file
        let span = isFile ? here.span.insideQuotes(analysis.index.bytes) : here.span
        return [
            "range": analysis.index.json(span),
            "placeholder": .string(
                String(decoding: analysis.index.bytes[span.start..<span.end], as: UTF8.self)),
        ]
    }

    func location(_ span: Span) -> JSON {
        let file = analysis.file(at: span.start)
        let uri = file.base == 0 ? analysis.uri : file.path.map(addresses.uri) ?? analysis.uri
        return ["uri": .string(uri), "range": file.index.json(span, base: file.base)]
    }
}

extension Span {
    /// A string's content.
    func insideQuotes(_ bytes: [UInt8]) -> Span {
        var span = self
        while span.end - span.start >= 2, let quote = bytes[span.start...].first,
            quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), bytes[span.end - 1] == quote
        {
            span = Span(span.start + 1, span.end - 1)
        }
        return span
    }
}
