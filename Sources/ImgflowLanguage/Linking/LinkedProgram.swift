/// A program with all the files that it uses, read and parsed.
package struct LinkedProgram: Sendable {
    package var root: ParsedProgram
    /// The used files, by their base in the row of offsets.
    package var files: [Int: ParsedProgram]
    package var sources: Sources
    /// For each `use`, by where it stands: the base of the file that it means; none where that could
    /// not be read, which has been said.
    package var targets: [Span: Int]
    /// Where a `use` is written in another Unicode form than the name of its file.
    package var otherForms: [(path: String, span: Span)] = []
    /// `set` statements that hold where the program has none of its own.
    package private(set) var defaults: ParsedProgram?
    /// What is wrong with the `use` statements themselves.
    var errors: [CheckError]

    /// A program in one file.
    package init(_ root: ParsedProgram) {
        self.root = root
        files = [:]
        sources = Sources(root.source)
        targets = [:]
        errors = []
    }

    fileprivate mutating func add(defaults text: SourceText) {
        let source = SourceText(
            name: text.name, text: text.text, folder: text.folder, base: sources.nextBase)
        sources.append(source)
        defaults = Parser.parse(source)
    }
}

/// What a `use` finds on the disk.
package enum UsedText: Sendable {
    /// - id: the same for all names of one file.
    case found(
        id: FilePath, name: String, folder: String, text: String, isOtherForm: Bool = false)
    case unreadable(why: String)
}

/// Reads what a program uses, and what that uses.
package struct Linker {
    /// Given a path as written and the folder of the file that it is written in.
    private let read: (_ path: String, _ folder: String) -> UsedText
    private var linked: LinkedProgram
    private var bases: [FilePath: Int] = [:]
    /// The files that are being read, outermost first.
    private var chain: [(id: FilePath, name: String)] = []

    package static func link(
        _ root: ParsedProgram, id: FilePath?, defaults: SourceText? = nil,
        read: @escaping (String, String) -> UsedText
    ) -> LinkedProgram {
        var linker = Linker(linked: LinkedProgram(root), read: read)
        linker.chain = [(id ?? FilePath(""), root.source.name)]
        linker.follow(root)
        if let defaults { linker.linked.add(defaults: defaults) }
        return linker.linked
    }

    private init(linked: LinkedProgram, read: @escaping (String, String) -> UsedText) {
        self.linked = linked
        self.read = read
    }

    private mutating func follow(_ parsed: ParsedProgram) {
        for case .use(let use) in parsed.program.statements {
            switch read(use.path, parsed.source.folder) {
            case .unreadable(let why):
                report(.unreadableUse(use.path, why: why), use.pathSpan)
            case .found(let id, let name, let folder, let text, let isOtherForm):
                if isOtherForm { linked.otherForms.append((use.path, use.pathSpan)) }
                if let start = chain.firstIndex(where: { $0.id == id }) {
                    report(
                        .usesItself(chain: chain[start...].map(\.name) + [name]), use.pathSpan)
                } else if let base = bases[id] {
                    linked.targets[use.span] = base
                } else if linked.files.count >= LanguageLimits.files {
                    report(.tooManyFiles, use.pathSpan)
                } else {
                    linked.targets[use.span] = add(id, name, folder, text)
                }
            }
        }
    }

    private mutating func add(
        _ id: FilePath, _ name: String, _ folder: String, _ text: String
    ) -> Int {
        let source = SourceText(
            name: name, text: text, folder: folder, base: linked.sources.nextBase)
        let parsed = Parser.parse(source)
        bases[id] = source.base
        linked.sources.append(source)
        linked.files[source.base] = parsed
        chain.append((id, name))
        follow(parsed)
        chain.removeLast()
        return source.base
    }

    private mutating func report(_ kind: CheckError.Kind, _ span: Span) {
        linked.errors.append(CheckError(kind: kind, span: span))
    }
}
