import JSONRPC

/// What the client can take, as it says at the beginning.
struct ClientAbilities: Sendable {
    var encoding = PositionEncoding.utf16
    var nestsSymbols = false
    var takesDocumentChanges = false
    var renamesFiles = false
    var takesMarkdown = false
    var watchesFiles = false
    var refreshesHints = false
    var refreshesLenses = false
    var takesRelated = false
    var takesActions = false
    /// It shows what its commands return; else the server says it.
    var showsResults = false

    init() {}

    init(_ params: JSON) {
        let all = params["capabilities"]
        let (workspace, document) = (all["workspace"], all["textDocument"])
        // Servers choose; UTF-8 is what programs are kept in.
        if all["general"]["positionEncodings"].items.contains("utf-8") { encoding = .utf8 }
        nestsSymbols =
            document["documentSymbol"]["hierarchicalDocumentSymbolSupport"].bool ?? false
        let edit = workspace["workspaceEdit"]
        takesDocumentChanges = edit["documentChanges"].bool ?? false
        renamesFiles = takesDocumentChanges && edit["resourceOperations"].items.contains("rename")
        takesMarkdown = document["hover"]["contentFormat"].items.contains("markdown")
        watchesFiles = workspace["didChangeWatchedFiles"]["dynamicRegistration"].bool ?? false
        refreshesHints = workspace["inlayHint"]["refreshSupport"].bool ?? false
        refreshesLenses = workspace["codeLens"]["refreshSupport"].bool ?? false
        takesRelated = document["publishDiagnostics"]["relatedInformation"].bool ?? false
        takesActions = !document["codeAction"]["codeActionLiteralSupport"].isNull
        showsResults = params["initializationOptions"]["showsResults"].bool ?? false
    }
}
