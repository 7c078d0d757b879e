// What the editor asks, as requests to the server, and their answers as the editor has them.

const LANGUAGE = { language: "imgflow" };

/// Returns what ends when the server does.
function register(vscode, client, capabilities) {
  const all = [];
  const { languages, workspace, window, commands } = vscode;

  // -- both ways

  const position = (one) => new vscode.Position(one.line, one.character);
  const range = (one) => new vscode.Range(position(one.start), position(one.end));
  const plain = (one) => ({ line: one.line, character: one.character });
  const plainRange = (one) => ({ start: plain(one.start), end: plain(one.end) });
  const location = (one) => new vscode.Location(vscode.Uri.parse(one.uri), range(one.range));
  const textEdit = (one) => new vscode.TextEdit(range(one.range), one.newText);
  const textDocument = (document) => ({ textDocument: { uri: document.uri.toString() } });
  const at = (document, place) => ({ ...textDocument(document), position: plain(place) });
  const workspaceEdit = (edit) => {
    const made = new vscode.WorkspaceEdit();
    for (const [uri, edits] of Object.entries((edit && edit.changes) || {})) {
      made.set(vscode.Uri.parse(uri), edits.map(textEdit));
    }
    return made;
  };
  const markdown = (text) => new vscode.MarkdownString(text);
  const ask = (method, params, token) => client.ask(`textDocument/${method}`, params, token);
  /// The editor asks again; a refusal is no news. Where a person asked, it is.
  const quiet = (asked) => asked.catch(() => null);

  // -- documents

  const isOurs = (document) => document.languageId === "imgflow";
  const open = (document) => {
    if (!isOurs(document)) return;
    client.notify("textDocument/didOpen", {
      textDocument: {
        uri: document.uri.toString(), languageId: "imgflow", version: document.version,
        text: document.getText(),
      },
    });
  };
  workspace.textDocuments.forEach(open);
  all.push(workspace.onDidOpenTextDocument(open));
  all.push(workspace.onDidChangeTextDocument((event) => {
    if (!isOurs(event.document) || event.contentChanges.length === 0) return;
    client.notify("textDocument/didChange", {
      textDocument: { uri: event.document.uri.toString(), version: event.document.version },
      contentChanges: event.contentChanges.map((change) => ({
        range: plainRange(change.range), text: change.text,
      })),
    });
  }));
  all.push(workspace.onDidSaveTextDocument((document) => {
    if (isOurs(document)) client.notify("textDocument/didSave", textDocument(document));
  }));
  all.push(workspace.onDidCloseTextDocument((document) => {
    if (isOurs(document)) client.notify("textDocument/didClose", textDocument(document));
  }));
  const watcher = workspace.createFileSystemWatcher("**/*.{imgflow,png,jpg,jpeg,webp,gif,tif,tiff}");
  const changed = () => client.notify("workspace/didChangeWatchedFiles", { changes: [] });
  all.push(
    watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed),
    watcher.onDidDelete(changed));

  // -- what the server says by itself

  const mistakes = languages.createDiagnosticCollection("imgflow");
  all.push(mistakes);
  const diagnostic = (one) => {
    const made = new vscode.Diagnostic(range(one.range), one.message, one.severity - 1);
    made.code = one.code;
    made.source = one.source;
    made.tags = one.tags;
    made.relatedInformation = (one.relatedInformation || []).map((related) =>
      new vscode.DiagnosticRelatedInformation(location(related.location), related.message));
    return made;
  };
  client.on("textDocument/publishDiagnostics", (params) => {
    mistakes.set(vscode.Uri.parse(params.uri), params.diagnostics.map(diagnostic));
  });
  client.on("window/showMessage", (params) => { window.showInformationMessage(params.message); });
  const lensesChanged = new vscode.EventEmitter();
  const hintsChanged = new vscode.EventEmitter();
  client.on("workspace/codeLens/refresh", () => { lensesChanged.fire(); });
  client.on("workspace/inlayHint/refresh", () => { hintsChanged.fire(); });
  all.push(lensesChanged, hintsChanged);

  // -- what the editor asks

  all.push(languages.registerCompletionItemProvider(LANGUAGE, {
    async provideCompletionItems(document, place, token) {
      const list = await quiet(ask("completion", at(document, place), token));
      return ((list && list.items) || []).map((one) => {
        // The protocol counts kinds from 1, the editor from 0.
        const made = new vscode.CompletionItem(one.label, one.kind - 1);
        made.detail = one.detail;
        made.filterText = one.filterText;
        made.sortText = one.sortText;
        made.insertText = one.textEdit.newText;
        made.range = range(one.textEdit.range);
        return made;
      });
    },
  }, ...capabilities.completionProvider.triggerCharacters));
  all.push(languages.registerHoverProvider(LANGUAGE, {
    async provideHover(document, place, token) {
      const one = await quiet(ask("hover", at(document, place), token));
      return one && new vscode.Hover(markdown(one.contents.value), range(one.range));
    },
  }));
  all.push(languages.registerSignatureHelpProvider(LANGUAGE, {
    async provideSignatureHelp(document, place, token) {
      const help = await quiet(ask("signatureHelp", at(document, place), token));
      if (!help) return null;
      const made = new vscode.SignatureHelp();
      made.signatures = help.signatures.map((one) => {
        const signature = new vscode.SignatureInformation(one.label, one.documentation);
        signature.parameters = one.parameters.map((parameter) =>
          new vscode.ParameterInformation(parameter.label, parameter.documentation));
        return signature;
      });
      made.activeSignature = help.activeSignature;
      made.activeParameter = help.activeParameter;
      return made;
    },
  }, ...capabilities.signatureHelpProvider.triggerCharacters));
  all.push(languages.registerDefinitionProvider(LANGUAGE, {
    async provideDefinition(document, place, token) {
      const one = await quiet(ask("definition", at(document, place), token));
      return one && location(one);
    },
  }));
  all.push(languages.registerReferenceProvider(LANGUAGE, {
    async provideReferences(document, place, context, token) {
      const params = { ...at(document, place), context };
      return ((await quiet(ask("references", params, token))) || []).map(location);
    },
  }));
  all.push(languages.registerRenameProvider(LANGUAGE, {
    async provideRenameEdits(document, place, newName, token) {
      return workspaceEdit(await ask("rename", { ...at(document, place), newName }, token));
    },
    async prepareRename(document, place, token) {
      const one = await ask("prepareRename", at(document, place), token);
      if (!one) throw new Error("there is no name here");
      return { range: range(one.range), placeholder: one.placeholder };
    },
  }));
  const symbol = (one) => {
    const made = new vscode.DocumentSymbol(
      one.name, one.detail, one.kind - 1, range(one.range), range(one.selectionRange));
    made.children = one.children.map(symbol);
    return made;
  };
  all.push(languages.registerDocumentSymbolProvider(LANGUAGE, {
    async provideDocumentSymbols(document, token) {
      return ((await quiet(ask("documentSymbol", textDocument(document), token))) || []).map(symbol);
    },
  }));
  all.push(languages.registerWorkspaceSymbolProvider({
    async provideWorkspaceSymbols(query, token) {
      const found = await quiet(client.ask("workspace/symbol", { query }, token));
      return (found || []).map((one) => new vscode.SymbolInformation(
        one.name, one.kind - 1, one.containerName, location(one.location)));
    },
  }));
  all.push(languages.registerFoldingRangeProvider(LANGUAGE, {
    async provideFoldingRanges(document, context, token) {
      const found = await quiet(ask("foldingRange", textDocument(document), token));
      return (found || []).map((one) => new vscode.FoldingRange(one.startLine, one.endLine));
    },
  }));
  all.push(languages.registerDocumentFormattingEditProvider(LANGUAGE, {
    async provideDocumentFormattingEdits(document, options, token) {
      const params = { ...textDocument(document), options };
      return ((await ask("formatting", params, token)) || []).map(textEdit);
    },
  }));
  const { legend } = capabilities.semanticTokensProvider;
  all.push(languages.registerDocumentSemanticTokensProvider(LANGUAGE, {
    async provideDocumentSemanticTokens(document, token) {
      const found = await quiet(ask("semanticTokens/full", textDocument(document), token));
      return found && new vscode.SemanticTokens(new Uint32Array(found.data));
    },
  }, new vscode.SemanticTokensLegend(legend.tokenTypes, legend.tokenModifiers)));
  all.push(languages.registerInlayHintsProvider(LANGUAGE, {
    onDidChangeInlayHints: hintsChanged.event,
    async provideInlayHints(document, span, token) {
      const params = { ...textDocument(document), range: plainRange(span) };
      return ((await quiet(ask("inlayHint", params, token))) || []).map((one) => {
        const made = new vscode.InlayHint(position(one.position), one.label);
        made.paddingLeft = true;
        return made;
      });
    },
  }));
  all.push(languages.registerCodeLensProvider(LANGUAGE, {
    onDidChangeCodeLenses: lensesChanged.event,
    async provideCodeLenses(document, token) {
      const found = await quiet(ask("codeLens", textDocument(document), token));
      return (found || []).map((one) => new vscode.CodeLens(range(one.range), one.command));
    },
  }));
  all.push(languages.registerCodeActionsProvider(LANGUAGE, {
    async provideCodeActions(document, span, context, token) {
      const only = context.only ? [context.only.value] : [];
      const params = {
        ...textDocument(document), range: plainRange(span), context: { diagnostics: [], only },
      };
      return ((await quiet(ask("codeAction", params, token))) || []).map((one) => {
        const kind = vscode.CodeActionKind.Empty.append(one.kind);
        const made = new vscode.CodeAction(one.title, kind);
        made.edit = workspaceEdit(one.edit);
        made.isPreferred = one.isPreferred;
        made.diagnostics = (one.diagnostics || []).map(diagnostic);
        return made;
      });
    },
  }));

  // -- the commands of lenses

  const output = window.createOutputChannel("imgflow");
  all.push(output);
  for (const command of capabilities.executeCommandProvider.commands) {
    all.push(commands.registerCommand(command, async (...words) => {
      try {
        const text = await client.ask("workspace/executeCommand", { command, arguments: words });
        output.append(text.endsWith("\n") ? text : `${text}\n`);
      } catch (error) {
        output.appendLine(`error: ${error.message}`);
      }
      output.show(true);
    }));
  }
  return all;
}

exports.register = register;
