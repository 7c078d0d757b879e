import Dispatch
import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowReports
import JSONRPC

/// What the client asks.
extension LanguageServer {
    /// - Returns: The answer; nil where it comes later.
    mutating func request(
        _ id: MessageID, _ method: String, _ params: JSON
    ) throws(RPCError) -> JSON? {
        switch (method, phase) {
        case ("initialize", _): return try initialize(params)
        case (_, .new): throw RPCError(.serverNotInitialized, "expected `initialize` first")
        case (_, .shutDown): throw RPCError(.invalidRequest, "the server is shut down")
        case ("shutdown", _):
            phase = .shutDown
            return JSON.null
        default: break
        }
        switch method {
        case "workspace/executeCommand": return try execute(id, params)
        case "workspace/symbol": return workspaceSymbols(id, params["query"].text ?? "")
        case "workspace/willRenameFiles": return fileRenames(id, params)
        default: break
        }
        guard method.hasPrefix("textDocument/") else {
            throw RPCError(.methodNotFound, "no method is named `\(method)`")
        }
        guard let uri = params["textDocument"]["uri"].text else {
            throw RPCError(.invalidParams, "expected the address of a document")
        }
        guard let document = documents[uri] else {
            throw RPCError(.invalidParams, "`\(uri)` is not open")
        }
        return try request(id, method, params, document)
    }

    private mutating func request(
        _ id: MessageID, _ method: String, _ params: JSON, _ document: Document
    ) throws(RPCError) -> JSON? {
        let uri = document.uri
        // What the language does not read, as an image that was opened as text, is not looked into.
        guard document.index.bytes.count <= LanguageLimits.programBytes else { return JSON.null }
        switch method {
        case "textDocument/completion":
            return try Completions(
                help(of: document), document.index, folder: workspace.folder(of: document.path)
            ).list(at: place(params, in: document), usedText(of: document))
        case "textDocument/hover":
            let place = try place(params, in: document)
            let program = documents[uri]?.program()
            return Hover(
                help(of: document), document.index, program, document.current, client
            ).answer(at: place)
        case "textDocument/signatureHelp":
            return try SignatureHelp(help(of: document).completer)
                .answer(
                    behind: document.index.head(to: place(params, in: document)),
                    usedText(of: document))
        case "textDocument/documentSymbol":
            guard let program = documents[uri]?.program() else { return JSON.null }
            return Symbols(program, document.index).list(uri, nested: client.nestsSymbols)
        case "textDocument/foldingRange":
            guard let program = documents[uri]?.program() else { return JSON.null }
            return FoldingRanges(program, document.index).list
        case "textDocument/formatting":
            guard let program = documents[uri]?.program() else { return JSON.null }
            guard let formatted = Formatter.format(program) else {
                throw RPCError(.requestFailed, "a program with mistakes is not formatted")
            }
            return .array([document.index.difference(to: formatted)].compactMap(\.self))
        case "textDocument/semanticTokens/full":
            return SemanticTokens(document.index).answer(nil)
        case "textDocument/semanticTokens/range":
            return SemanticTokens(document.index).answer(document.index.span(params["range"]))
        case "textDocument/definition":
            let place = try place(params, in: document)
            let addresses = addresses
            return whenAnalyzed(id, document) { NameQuery($0, addresses).definition(at: place) }
        case "textDocument/documentHighlight":
            let place = try place(params, in: document)
            let addresses = addresses
            return whenAnalyzed(id, document) { NameQuery($0, addresses).highlights(at: place) }
        case "textDocument/references":
            return try references(
                id, document, at: place(params, in: document),
                withDeclaration: params["context"]["includeDeclaration"].bool ?? true)
        case "textDocument/prepareRename":
            let place = try place(params, in: document)
            let addresses = addresses
            return whenAnalyzed(id, document) { NameQuery($0, addresses).renamed(at: place) }
        case "textDocument/rename":
            guard let name = params["newName"].text else {
                throw RPCError(.invalidParams, "expected a new name")
            }
            return try rename(id, document, at: place(params, in: document), to: name)
        case "textDocument/inlayHint":
            let span = document.index.span(params["range"])
            return whenAnalyzed(id, document) { InlayHints($0).list(in: span) }
        case "textDocument/codeLens":
            return whenAnalyzed(id, document) { CodeLenses($0).list }
        case "textDocument/codeAction":
            guard let span = document.index.span(params["range"]) else {
                throw RPCError(.invalidParams, "expected a range")
            }
            let only = params["context"]["only"].items.compactMap(\.text)
            let (client, addresses) = (client, addresses)
            return whenAnalyzed(id, document) {
                CodeActions($0, client, addresses).list(in: span, only: only)
            }
        default: throw RPCError(.methodNotFound, "no method is named `\(method)`")
        }
    }

    private func place(_ params: JSON, in document: Document) throws(RPCError) -> Int {
        guard let place = document.index.offset(params["position"]) else {
            throw RPCError(.invalidParams, "expected a position")
        }
        return place
    }

    /// The catalog as this user has it; the built-in one where settings are wrong.
    func help(of document: Document) -> HelpDesk {
        let engine = try? desk.engine(in: workspace.folder(of: document.path))
        return HelpDesk(
            ModelChoices(engine?.configuration.models ?? .standard),
            today: engine?.today ?? desk.console.today, region: engine?.settings.region)
    }

    /// What the files that a program uses bring into it.
    private func usedText(of document: Document) -> String {
        guard let planned = document.analysis?.planned else { return "" }
        return planned.linked.exportedText
    }

    // MARK: - Answers that come later

    /// Answers when the document's analysis is there: now, if it is.
    mutating func whenAnalyzed(
        _ id: MessageID, _ document: Document,
        _ answer: @escaping (Analysis) throws(RPCError) -> JSON
    ) -> JSON? {
        if let analysis = document.current {
            do throws(RPCError) {
                self.answer(id, .success(try answer(analysis)))
            } catch {
                self.answer(id, .failure(error))
            }
        } else {
            waiting.append(Waiting(id: id, uri: document.uri, answer: answer))
        }
        return nil
    }

    /// Answers from another thread.
    mutating func elsewhere(
        _ id: MessageID, _ work: @escaping @Sendable (Unwanted) throws(RPCError) -> JSON
    ) -> JSON? {
        let unwanted = Unwanted()
        tasks[id] = unwanted
        DispatchQueue.global().async { [events = input.events] in
            do throws(RPCError) {
                events.add(.answered(id, .success(try work(unwanted))))
            } catch {
                events.add(.answered(id, .failure(error)))
            }
        }
        return nil
    }

    /// The same of work that waits for other tasks.
    mutating func inTask(
        _ id: MessageID, _ work: @escaping @Sendable () async throws(RPCError) -> JSON
    ) -> JSON? {
        let unwanted = Unwanted()
        tasks[id] = unwanted
        unwanted.hold(
            Task.detached { [events = input.events] in
                do throws(RPCError) {
                    events.add(.answered(id, .success(try await work())))
                } catch {
                    events.add(.answered(id, .failure(error)))
                }
            })
        return nil
    }
}

extension TextIndex {
    /// The text up to an offset.
    func head(to offset: Int) -> String { String(decoding: bytes[..<offset], as: UTF8.self) }
}
