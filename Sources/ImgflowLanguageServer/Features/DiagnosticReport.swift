import ImgflowEngine
import ImgflowLanguage
import JSONRPC

/// What `check` finds, as the editor shows it.
struct DiagnosticReport {
    struct Item {
        var json: JSON
        var diagnostic: Diagnostic?
        /// In the document itself.
        var span: Span
    }

    private let analysis: Analysis
    private let client: ClientAbilities
    private let addresses: Addresses

    init(_ analysis: Analysis, _ client: ClientAbilities, _ addresses: Addresses) {
        self.analysis = analysis
        self.client = client
        self.addresses = addresses
    }

    var diagnostics: [Item] {
        if let failure = analysis.failure {
            // Settings that are wrong are wrong for every program.
            let message = ([failure.message] + failure.hints).joined(separator: "\n")
            let json: JSON = [
                "range": analysis.index.json(Span(0, 0)), "severity": 1, "source": "imgflow",
                "message": .string(Printable.lines(message)),
            ]
            return [Item(json: json, span: Span(0, 0))]
        }
        return (analysis.planned?.diagnostics ?? []).map(item)
    }

    private func item(_ diagnostic: Diagnostic) -> Item {
        let isHere = analysis.isInRoot(diagnostic.primary.span.start)
        let span = isHere ? diagnostic.primary.span : way(to: diagnostic)
        var json: [String: JSON] = [
            "range": analysis.index.json(span),
            "severity": .integer(Self.severity(diagnostic.severity)),
            "code": .string(diagnostic.code), "source": "imgflow",
            "message": .string(Self.message(diagnostic)),
        ]
        if let fix = diagnostic.fix { json["data"] = ["fix": .string(fix)] }
        let related = (isHere ? [] : [diagnostic.primary]) + diagnostic.secondary
        if client.takesRelated, !related.isEmpty {
            json["relatedInformation"] = .array(
                related.map { label in
                    let text = label.text.isEmpty ? diagnostic.message : label.text
                    return [
                        "location": location(label.span),
                        "message": .string(Printable.lines(text)),
                    ]
                })
        }
        if Self.unused.contains(diagnostic.kind) { json["tags"] = [1] }
        return Item(json: .object(json), diagnostic: diagnostic, span: span)
    }

    /// What nothing asks for, editors show faded.
    private static let unused: Set<DiagnosticCode> = [
        .unusedBinding, .unusedParameter, .unusedByBody,
    ]

    private static func severity(_ severity: Diagnostic.Severity) -> Int {
        switch severity {
        case .error: 1
        case .warning: 2
        case .note: 3
        }
    }

    /// As the command line says it, without the excerpt that the editor shows itself.
    static func message(_ diagnostic: Diagnostic) -> String {
        var lines = [diagnostic.message]
        if !diagnostic.primary.text.isEmpty { lines.append(diagnostic.primary.text) }
        lines += diagnostic.notes.map { "note: \($0)" }
        if let fix = diagnostic.fix { lines.append("fix: \(fix)") }
        return Printable.lines(lines.joined(separator: "\n"))
    }

    private func location(_ span: Span) -> JSON {
        let file = analysis.file(at: span.start)
        let uri = file.path.map(addresses.uri) ?? analysis.uri
        return [
            "uri": .string(file.base == 0 ? analysis.uri : uri),
            "range": file.index.json(span, base: file.base),
        ]
    }

    /// Where this program comes to what is wrong in another file: the call that leads there, else its `use`.
    private func way(to diagnostic: Diagnostic) -> Span {
        if let here = diagnostic.secondary.first(where: { analysis.isInRoot($0.span.start) }) {
            return here.span
        }
        guard let linked = analysis.planned?.linked else { return Span(0, 0) }
        let base = linked.sources.file(at: diagnostic.primary.span.start).base
        var uses: [Use] = []
        for case .use(let use) in linked.root.program.statements { uses.append(use) }
        let direct = uses.first { linked.targets[$0.span] == base }
        return (direct ?? uses.first)?.pathSpan ?? Span(0, 0)
    }
}
