import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowReports
import JSONRPC

/// What there is to say of the word at a place.
struct Hover {
    private let help: HelpDesk
    private let index: TextIndex
    private let program: ParsedProgram?
    /// Of this very text, where it is there already.
    private let analysis: Analysis?
    private let client: ClientAbilities

    private struct Words {
        var text: String
        var span: Span
        /// It is program text.
        var isCode = false

        /// Nothing that a program holds is read as Markdown: it could name images of the web, which editors fetch.
        var markdown: String {
            var fence = "```"
            while text.contains(fence) { fence += "`" }
            return "\(fence)\(isCode ? "imgflow" : "text")\n\(text)\n\(fence)"
        }
    }

    init(
        _ help: HelpDesk, _ index: TextIndex, _ program: ParsedProgram?, _ analysis: Analysis?,
        _ client: ClientAbilities
    ) {
        self.help = help
        self.index = index
        self.program = program
        self.analysis = analysis
        self.client = client
    }

    func answer(at place: Int) -> JSON {
        guard let program else { return nil }
        let all = name(at: place, program) + call(at: place, program)
        let words = all.isEmpty ? word(at: place, program) : all
        guard let first = words.first else { return nil }
        let text = words.map { client.takesMarkdown ? $0.markdown : $0.text }
            .joined(separator: "\n\n")
        return [
            "contents": [
                "kind": .string(client.takesMarkdown ? "markdown" : "plaintext"),
                "value": .string(Printable.lines(text)),
            ],
            "range": index.json(first.span),
        ]
    }

    private static func contains(_ span: Span, _ place: Int) -> Bool {
        span.start <= place && place <= span.end
    }

    // MARK: - Names

    private func name(at place: Int, _ program: ParsedProgram) -> [Words] {
        let names = analysis?.names ?? NameIndex(LinkedProgram(program))
        guard let here = names.occurrence(at: place) else { return [] }
        let symbol = names.symbols[here.symbol]
        let file = analysis?.file(at: symbol.extent.start) ?? (path: nil, index: index, base: 0)
        let bytes = file.index.bytes
        func text(_ span: Span) -> String {
            let start = min(max(span.start - file.base, 0), bytes.count)
            let end = min(max(span.end - file.base, start), bytes.count)
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }
        if symbol.kind == .file {
            let summary = comment(in: file.index, above: 0)
            return [Words(text: [symbol.name, summary].joined(separator: "\n\n"), span: here.span)]
        }
        let lines = text(symbol.extent).split(separator: "\n", omittingEmptySubsequences: false)
        var code = lines.prefix(Self.mostLines).joined(separator: "\n")
        if lines.count > Self.mostLines { code += "\n…" }
        var words = [Words(text: code, span: here.span, isCode: true)]
        let comment = comment(in: file.index, above: symbol.extent.start - file.base)
        if !comment.isEmpty { words.append(Words(text: comment, span: here.span)) }
        if let image = image(of: symbol) {
            words.append(Words(text: PlanText.described(image), span: here.span))
        }
        return words
    }

    private static let mostLines = 12

    /// The comment lines right above a statement, or those that head a file.
    private func comment(in index: TextIndex, above offset: Int) -> String {
        var lines: [String] = []
        var line = index.line(of: offset)
        if offset == 0 {
            while line < index.lineCount, let text = Self.comment(in: index, line) {
                if !text.hasPrefix("!") { lines.append(text) }
                line += 1
            }
            return lines.joined(separator: "\n")
        }
        while line > 0, let text = Self.comment(in: index, line - 1) {
            lines.insert(text, at: 0)
            line -= 1
        }
        return lines.joined(separator: "\n")
    }

    private static func comment(in index: TextIndex, _ line: Int) -> String? {
        let text = String(decoding: index.bytes[index.extent(ofLine: line)], as: UTF8.self)
        guard text.hasPrefix("#") else { return nil }
        let words = text.drop { $0 == "#" }
        return String(words.first == " " ? words.dropFirst() : words)
    }

    /// The image that a name stands for, as it is expected.
    private func image(of symbol: NameIndex.Symbol) -> Forecast? {
        guard let plan = analysis?.plan, [.binding, .parameter].contains(symbol.kind) else {
            return nil
        }
        return plan.nodes.last { node in
            symbol.extent.start <= node.origin.span.start
                && node.origin.span.end <= symbol.extent.end && node.makesImage
        }?.forecast
    }

    // MARK: - Calls

    private func call(at place: Int, _ program: ParsedProgram) -> [Words] {
        let around = program.program.calls.filter { Self.contains($0.span, place) }
        guard let call = around.last, let signature = help.verbs[call.verb.text] else { return [] }
        if Self.contains(call.verb.span, place) {
            var words = [
                Words(text: VerbHelp.page(signature), span: call.verb.span)
            ]
            words += taken(by: call).map { Words(text: $0, span: call.verb.span) }
            return words
        }
        if let argument = call.arguments.first(where: { Self.contains($0.span, place) }) {
            let isValue = Self.contains(argument.value.span, place)
            return about(
                signature.parameter(named: argument.name.text),
                isValue ? argument.value : nil, isValue ? argument.value.span : argument.name.span)
        }
        guard let value = call.values.first(where: { Self.contains($0.span, place) }) else {
            return []
        }
        return about(signature.positional, value, value.span)
    }

    private func about(_ parameter: Parameter?, _ value: Value?, _ span: Span) -> [Words] {
        guard let parameter else { return [] }
        var words = [Words(text: "\(parameter.name): \(VerbHelp.line(parameter))", span: span)]
        if case .word(let word)? = value?.kind, let model = help.model(word) {
            words.append(Words(text: model, span: span))
        }
        return words
    }

    /// The models that a call goes to, each once, with what it costs and until when.
    private func taken(by call: Call) -> [String] {
        guard let plan = analysis?.plan else { return [] }
        var seen: Set<String> = []
        var lines: [String] = []
        for (node, planned) in plan.calls where node.origin.span == call.span {
            let price = planned.price.isUnknown ? "price unknown" : "\(planned.pricePerImage)"
            let card = HelpDesk.line(of: planned.card, price: price, on: help.today)
            let line = "\(card) (\(planned.region))\(planned.known == nil ? "" : ", cached")"
            if seen.insert(line).inserted { lines.append("takes \(line)") }
        }
        return lines
    }

    // MARK: - Words

    /// By the word alone, where nothing else is known of it.
    private func word(at place: Int, _ program: ParsedProgram) -> [Words] {
        let tokens = Lexer.tokens(of: program.source)
        guard
            let token = tokens.first(where: {
                $0.span.start <= place && place < $0.span.end && !$0.isTrivia
            }) ?? tokens.last(where: { $0.span.end == place && !$0.isTrivia })
        else { return [] }
        switch token.kind {
        case .word(let word):
            if let page = help.word(word) {
                return [Words(text: page.text, span: token.span)]
            }
            guard let signature = help.verbs[word] else { return [] }
            return [Words(text: VerbHelp.page(signature), span: token.span)]
        default: return []
        }
    }
}

extension PlanNode {
    /// Its image is another than the one that came.
    var makesImage: Bool {
        switch action {
        case .load, .standardInput, .held, .free, .call, .returnedMask, .returnedImage: true
        case .save, .info, .show, .gate, .noted, .fallback, .pick, .rank: false
        }
    }
}
