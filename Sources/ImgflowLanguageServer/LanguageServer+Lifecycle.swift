import Glibc
import ImgflowLanguage
import JSONRPC

/// From `initialize` to `shutdown`.
extension LanguageServer {
    mutating func initialize(_ params: JSON) throws(RPCError) -> JSON {
        guard phase == .new else {
            throw RPCError(.invalidRequest, "the server is initialized already")
        }
        phase = .running
        client = ClientAbilities(params)
        if let process = params["processId"].int, let pid = pid_t(exactly: process) {
            input.watch(pid)
        }
        let folders = params["workspaceFolders"].items.compactMap { $0["uri"].text }
        let roots = folders.isEmpty ? [params["rootUri"].text].compactMap(\.self) : folders
        workspace.folders = roots.compactMap(DocumentURI.path).map(Self.trimmed)
        if workspace.folders.isEmpty, let path = params["rootPath"].text, path.hasPrefix("/") {
            workspace.folders = [Self.trimmed(path)]
        }
        return ServerAbilities.answer(to: client)
    }

    static func trimmed(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    mutating func notification(_ method: String, _ params: JSON) {
        guard phase == .running else { return }
        switch method {
        case "initialized":
            if client.watchesFiles { ask("client/registerCapability", ServerAbilities.watching) }
        case "$/cancelRequest":
            if let id = MessageID(params["id"]) { cancel(id) }
        case "textDocument/didOpen": open(params["textDocument"])
        case "textDocument/didChange": change(params)
        case "textDocument/didClose": close(params["textDocument"]["uri"].text)
        // What lies on the disk may have changed with it.
        case "textDocument/didSave", "workspace/didChangeWatchedFiles",
            "workspace/didChangeConfiguration":
            reanalyzeAll()
            refresh()
        case "workspace/didChangeWorkspaceFolders":
            let event = params["event"]
            let paths = { (name: String) in
                event[name].items.compactMap { $0["uri"].text.flatMap(DocumentURI.path) }
                    .map(Self.trimmed)
            }
            let removed = paths("removed")
            workspace.folders.removeAll(where: removed.contains)
            workspace.folders += paths("added")
            reanalyzeAll()
        default: break
        }
    }

    private mutating func refresh() {
        if client.refreshesHints { ask("workspace/inlayHint/refresh", nil) }
        if client.refreshesLenses { ask("workspace/codeLens/refresh", nil) }
    }

    /// One that waits is answered now; one that was answered is not asked again.
    private mutating func cancel(_ id: MessageID) {
        if let index = waiting.firstIndex(where: { $0.id == id }) {
            waiting.remove(at: index)
            _ = input.cancellations.take(id)
            cancelled(id)
        } else if let task = tasks.removeValue(forKey: id) {
            _ = input.cancellations.take(id)
            task.set()
            cancelled(id)
        } else {
            _ = input.cancellations.take(id)
        }
    }
}
