import Dispatch
import ImgflowLanguage
import ImgflowRuntime
import JSONRPC

/// The texts as the editor has them, and their analyses.
extension LanguageServer {
    mutating func open(_ item: JSON) {
        guard let uri = item["uri"].text, let text = item["text"].text else {
            return log("didOpen without an address or a text")
        }
        documents[uri] = Document(
            uri: uri, version: item["version"].int ?? 0,
            index: TextIndex(Array(text.utf8), client.encoding))
        touched(uri)
    }

    mutating func change(_ params: JSON) {
        let item = params["textDocument"]
        guard let uri = item["uri"].text, var document = documents[uri] else {
            return log("didChange of a document that is not open")
        }
        for change in params["contentChanges"].items {
            guard let next = document.index.changed(by: change) else {
                return log("didChange without a text or with no range", type: 1)
            }
            document.index = next
        }
        document.version = item["version"].int ?? document.version
        documents[uri] = document
        touched(uri)
    }

    mutating func close(_ uri: String?) {
        guard let uri, let document = documents.removeValue(forKey: uri) else { return }
        due.removeAll { $0 == uri }
        for wait in waiting where wait.uri == uri {
            answer(wait.id, .failure(RPCError(.contentModified, "the document was closed")))
        }
        waiting.removeAll { $0.uri == uri }
        notify("textDocument/publishDiagnostics", ["uri": .string(uri), "diagnostics": []])
        // Who uses it reads the file again.
        touchUsers(of: document)
    }

    /// A text is another one: it is analyzed, and so is every program that uses it.
    private mutating func touched(_ uri: String) {
        guard let document = documents[uri] else { return }
        touchUsers(of: document)
        makeDue(uri)
    }

    private mutating func touchUsers(of document: Document) {
        guard let path = document.path else { return }
        let file = FilePath(Path.resolved(path, in: "/"))
        for (uri, other) in documents where uri != document.uri {
            // One whose analysis is still to come may turn out to use it.
            if other.analysis?.used.contains(file) ?? true { makeDue(uri) }
        }
    }

    mutating func reanalyzeAll() {
        for uri in documents.keys.sorted() { makeDue(uri) }
    }

    private mutating func makeDue(_ uri: String) {
        let stamp = nextStamp()
        documents[uri]?.stamp = stamp
        due.removeAll { $0 == uri }
        due.insert(uri, at: 0)
    }

    // MARK: - Analyses

    /// At once; one that never ends, as on a disk that does not answer, leaves others room.
    private static let mostAnalyses = 3

    mutating func startAnalyses() {
        while analyses < Self.mostAnalyses,
            let index = due.firstIndex(where: { documents[$0]?.underWay == nil })
        {
            let uri = due.remove(at: index)
            guard let document = documents[uri] else { continue }
            documents[uri]?.underWay = document.stamp
            analyses += 1
            let job = job(for: document)
            DispatchQueue.global().async { [events = input.events] in
                events.add(.analyzed(job.run()))
            }
        }
    }

    func job(for document: Document) -> AnalysisJob {
        AnalysisJob(
            uri: document.uri, path: document.path, stamp: document.stamp, index: document.index,
            folder: workspace.folder(of: document.path), desk: desk, unsaved: unsaved)
    }

    /// What is open, by resolved path.
    var unsaved: [FilePath: String] {
        var texts: [FilePath: String] = [:]
        for document in documents.values {
            guard let path = document.path else { continue }
            texts[FilePath(Path.resolved(path, in: "/"))] = document.index.text
        }
        return texts
    }

    mutating func take(_ analysis: Analysis) {
        analyses -= 1
        guard var document = documents[analysis.uri] else { return }
        // Not of one that was closed and opened again meanwhile.
        if document.underWay == analysis.stamp { document.underWay = nil }
        if document.stamp == analysis.stamp { document.analysis = analysis }
        documents[analysis.uri] = document
        guard document.stamp == analysis.stamp else { return }
        notify(
            "textDocument/publishDiagnostics",
            [
                "uri": .string(analysis.uri), "version": .integer(document.version),
                "diagnostics": .array(
                    DiagnosticReport(analysis, client, addresses).diagnostics.map(\.json)),
            ])
        let ready = waiting.filter { $0.uri == analysis.uri }
        waiting.removeAll { $0.uri == analysis.uri }
        for wait in ready {
            do throws(RPCError) {
                answer(wait.id, .success(try wait.answer(analysis)))
            } catch {
                answer(wait.id, .failure(error))
            }
        }
    }

    /// The editor's own spelling of the addresses of what is open.
    var addresses: Addresses {
        Addresses(
            open: Dictionary(
                documents.values.compactMap { document in
                    document.path.map { (FilePath(Path.resolved($0, in: "/")), document.uri) }
                }, uniquingKeysWith: { first, _ in first }))
    }
}

/// Addresses of files.
struct Addresses: Sendable {
    var open: [FilePath: String]

    func uri(of path: String) -> String {
        open[FilePath(Path.resolved(path, in: "/"))] ?? DocumentURI.uri(of: path)
    }
}
