import ImgflowLanguage
import JSONRPC

/// What may be folded: statements and blocks of several lines, and comments that follow one another.
struct FoldingRanges {
    private let index: TextIndex
    private let program: ParsedProgram

    init(_ program: ParsedProgram, _ index: TextIndex) {
        self.program = program
        self.index = index
    }

    var list: JSON {
        let spans = program.program.statements.map(\.span) + brackets
        var seen: Set<[Int]> = []
        var ranges: [(lines: [Int], kind: String)] = []
        for span in spans {
            let lines = [index.line(of: span.start), index.line(of: max(span.start, span.end - 1))]
            if lines[0] < lines[1], seen.insert(lines).inserted { ranges.append((lines, "region")) }
        }
        for lines in comments where seen.insert(lines).inserted {
            ranges.append((lines, "comment"))
        }
        return .array(
            ranges.sorted { $0.lines.lexicographicallyPrecedes($1.lines) }.map { range in
                [
                    "startLine": .integer(range.lines[0]), "endLine": .integer(range.lines[1]),
                    "kind": .string(range.kind),
                ]
            })
    }

    /// From bracket to bracket; by tokens, so that a mistake elsewhere takes nothing away.
    private var brackets: [Span] {
        var open: [Token] = []
        var spans: [Span] = []
        for token in Lexer.tokens(of: program.source) {
            guard case .punctuation(let mark) = token.kind else { continue }
            switch mark {
            case .openBrace, .openBracket, .openParenthesis: open.append(token)
            case .closeBrace, .closeBracket, .closeParenthesis:
                if let start = open.popLast() { spans.append(start.span.union(token.span)) }
            default: break
            }
        }
        return spans
    }

    private var comments: [[Int]] {
        var runs: [[Int]] = []
        for token in Lexer.tokens(of: program.source) where token.kind == .comment {
            let line = index.line(of: token.span.start)
            let isAlone = index.extent(ofLine: line).prefix { $0 < token.span.start }
                .allSatisfy { index.bytes[$0] == 0x20 || index.bytes[$0] == 0x09 }
            guard isAlone else { continue }
            if let last = runs.last, last[1] + 1 == line {
                runs[runs.count - 1][1] = line
            } else {
                runs.append([line, line])
            }
        }
        return runs.filter { $0[0] < $0[1] }
    }
}
