import ImgflowEngine
import ImgflowLanguage
import ImgflowPlanner
import ImgflowRuntime

/// All that is known of one text of a program: what `check` finds, what `plan` plans, what its names stand for.
struct Analysis: Sendable {
    let uri: String
    /// Of the document, when it was begun.
    let stamp: Int
    let index: TextIndex
    /// Where relative paths begin.
    let folder: String
    /// Nil where settings are wrong: `failure` then says how.
    var planned: PlannedProgram?
    var names: NameIndex?
    var failure: CLIError?
    /// The files that the program uses.
    var used: Set<FilePath> = []
    /// Their texts, by their bases.
    var indices: [Int: TextIndex] = [:]

    /// What can be planned of it.
    var plan: Plan? { planned?.plan ?? planned?.soundPlan }

    /// The text that an offset is in, and where its spans begin.
    func file(at offset: Int) -> (path: String?, index: TextIndex, base: Int) {
        guard let file = planned?.sources.file(at: offset), file.base != 0 else {
            return (DocumentURI.path(of: uri), index, 0)
        }
        let index = indices[file.base] ?? TextIndex(file.utf8, index.encoding)
        return (Path.join(folder, file.name), index, file.base)
    }

    func isInRoot(_ offset: Int) -> Bool {
        (planned?.sources.file(at: offset).base ?? 0) == 0
    }
}

/// Everything that an analysis needs, so that it runs on any thread.
struct AnalysisJob: Sendable {
    let uri: String
    let path: String?
    let stamp: Int
    let index: TextIndex
    let folder: String
    let desk: EngineDesk
    /// What other editors' windows have, by resolved path.
    let unsaved: [FilePath: String]

    func run() -> Analysis {
        var analysis = Analysis(uri: uri, stamp: stamp, index: index, folder: folder)
        do throws(CLIError) {
            let engine = try desk.engine(in: folder)
            let planned = engine.plan(input(engine))
            analysis.planned = planned
            analysis.names = NameIndex(planned.linked)
            for file in planned.sources.used {
                analysis.indices[file.base] = TextIndex(file.utf8, index.encoding)
            }
            analysis.used = Set(
                planned.sources.used.map { FilePath(Path.resolved($0.name, in: folder)) })
        } catch {
            analysis.failure = error
        }
        return analysis
    }

    /// As the command line hands it in when it names this file.
    func input(_ engine: Engine) -> ProgramInput {
        let source: SourceText
        if let path {
            let name = Workspace.name(of: path, in: folder)
            source = SourceText(
                name: name, text: index.text, folder: Engine.folder(of: name, engine.console),
                isFile: true)
        } else {
            source = SourceText(name: uri, text: index.text)
        }
        var input = ProgramInput(source)
        input.given = [:]
        input.unsaved = { [unsaved] in unsaved[$0] }
        return input
    }
}
