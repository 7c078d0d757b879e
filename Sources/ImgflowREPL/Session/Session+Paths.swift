import ImgflowLanguage
import ImgflowPlanner
import ImgflowVerbs

/// What was typed in one folder means that folder's files wherever the user goes.
extension Session {
    /// The user leaves a folder: relative paths of what was entered there become absolute.
    mutating func settle(in folder: String) {
        for place in entries.indices {
            entries[place].text = PathFinder.settled(entries[place].text, in: folder)
            for stage in entries[place].stages.indices {
                let text = entries[place].stages[stage].text
                entries[place].stages[stage].text = PathFinder.settled(text, in: folder)
                entries[place].stages[stage].whole = entries[place].stages[stage].whole.map {
                    PathFinder.settled($0, in: folder)
                }
            }
        }
    }
}

/// The strings of a program that name files.
struct PathFinder {
    private var spans: [Span] = []

    /// Paths that begin nowhere begin in this folder.
    static func settled(_ text: String, in folder: String) -> String {
        let source = SourceText(name: "", text: text)
        var finder = PathFinder()
        for statement in Parser.parse(source).program.statements { finder.look(at: statement) }
        var bytes = Array(text.utf8)
        for span in finder.spans.sorted(by: { $0.start > $1.start }) {
            let written = source[span]
            let quotes = written.prefix { $0 == written.first }.count
            let marks = quotes >= 3 ? 3 : 1
            let path = written.dropFirst(marks)
            let isRaw = written.first == "'"
            guard let first = path.first, first != "/", first != "{", written.count > 2 * marks,
                !(isRaw && folder.contains("'"))
            else { continue }
            let base =
                isRaw ? "\(folder)/" : SourceWriter.inside("\(folder)/")
            bytes.insert(contentsOf: Array(base.utf8), at: span.start + marks)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func look(at statement: Statement) {
        switch statement {
        case .pipeline(let pipeline): look(at: pipeline)
        case .definition(let definition): look(at: definition.body)
        case .use(let use): spans.append(use.pathSpan)
        case .binding(let binding):
            if case .pipeline(let pipeline) = binding.content { look(at: pipeline) }
        case .version, .parameter, .setting: break
        }
    }

    private mutating func look(at pipeline: Pipeline) {
        for stage in pipeline.stages {
            switch stage {
            case .call(let call): look(at: call)
            case .tee(let block, _): look(at: block.pipeline)
            case .fork(let blocks, _): for block in blocks { look(at: block.pipeline) }
            case .when(_, let block, let other, _):
                look(at: block.pipeline)
                if let other { look(at: other.pipeline) }
            case .attempt(let block, let other, _):
                look(at: block.pipeline)
                look(at: other.pipeline)
            case .repeated(let repetition):
                look(at: repetition.block.pipeline)
                if let other = repetition.other { look(at: other.pipeline) }
            case .recall, .name, .filter, .selection, .invalid: break
            }
        }
    }

    private mutating func look(at call: Call) {
        let signature = Verbs.catalog[call.verb.text]
        for value in call.values {
            look(at: value, takesPath: signature?.positional?.type.namesFile ?? false)
        }
        for argument in call.arguments {
            look(
                at: argument.value,
                takesPath: signature?.parameter(named: argument.name.text)?.type.namesFile ?? false)
        }
    }

    private mutating func look(at value: Value, takesPath: Bool) {
        switch value.kind {
        case .string: if takesPath { spans.append(value.span) }
        case .list(let items): for item in items { look(at: item.value, takesPath: takesPath) }
        case .pipeline(let pipeline): look(at: pipeline)
        default: break
        }
    }
}

extension ValueType {
    /// A string of this type is a path, and not words that say what is meant.
    fileprivate var namesFile: Bool {
        guard case .either(let types) = self else { return takesPath }
        let takesWords = types.contains { if case .text = $0 { true } else { false } }
        return takesPath && !takesWords
    }
}
