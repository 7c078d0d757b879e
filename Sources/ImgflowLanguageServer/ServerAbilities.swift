import ImgflowEngine
import JSONRPC

/// What the server says that it can do.
enum ServerAbilities {
    static func answer(to client: ClientAbilities) -> JSON {
        [
            "serverInfo": ["name": "imgflow", "version": .string(imgflowVersion)],
            "capabilities": [
                "positionEncoding": .string(client.encoding.rawValue),
                "textDocumentSync": [
                    "openClose": true, "change": 2, "save": ["includeText": false],
                ],
                "completionProvider": [
                    "triggerCharacters": ["|", ":", "$", "\"", "'", "{", "[", "(", "/"]
                ],
                "hoverProvider": true,
                "signatureHelpProvider": [
                    "triggerCharacters": [" ", ":"], "retriggerCharacters": [" "],
                ],
                "definitionProvider": true,
                "referencesProvider": true,
                "documentHighlightProvider": true,
                "renameProvider": ["prepareProvider": true],
                "documentSymbolProvider": true,
                "workspaceSymbolProvider": true,
                "foldingRangeProvider": true,
                "documentFormattingProvider": true,
                "semanticTokensProvider": [
                    "legend": SemanticTokens.legend, "full": true, "range": true,
                ],
                "inlayHintProvider": true,
                "codeLensProvider": ["resolveProvider": false],
                "codeActionProvider": ["codeActionKinds": ["quickfix", "refactor.rewrite"]],
                "executeCommandProvider": [
                    "commands": .array(ServerCommand.allCases.map { .string($0.rawValue) })
                ],
                "workspace": [
                    "workspaceFolders": ["supported": true, "changeNotifications": true],
                    "fileOperations": [
                        "willRename": [
                            "filters": [["scheme": "file", "pattern": ["glob": "**/*.imgflow"]]]
                        ]
                    ],
                ],
            ],
        ]
    }

    /// Of files that the editor does not have open.
    static let watching: JSON = [
        "registrations": [
            [
                "id": "files", "method": "workspace/didChangeWatchedFiles",
                "registerOptions": [
                    "watchers": [
                        ["globPattern": "**/*.imgflow"],
                        ["globPattern": "**/*.{png,jpg,jpeg,webp,gif,tif,tiff,avif,heic}"],
                    ]
                ],
            ]
        ]
    ]
}
