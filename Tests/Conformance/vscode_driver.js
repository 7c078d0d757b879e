// Runs the extension on a stand-in for the editor's interface, and prints what came of it.

const Module = require("node:module");
const [folder, binary, workspaceFolder] = process.argv.slice(2);

class Position { constructor(line, character) { this.line = line; this.character = character; } }
class Range { constructor(start, end) { this.start = start; this.end = end; } }
class Emitter {
  constructor() {
    this.listeners = [];
    this.event = (listener) => { this.listeners.push(listener); return { dispose() {} }; };
  }
  fire(value) { for (const one of this.listeners) one(value); }
  dispose() {}
}
class Keeper { constructor(...all) { Object.assign(this, { all }); } }
class WorkspaceEdit { constructor() { this.edits = []; } set(uri, edits) { this.edits.push(...edits); } }

const providers = {};
const registered = {};
const errors = [];
const collection = new Map();
const output = [];
const disposable = { dispose() {} };
const provide = (name) => (...words) => {
  providers[name] = words.find((word) => typeof word === "object" && !word.language);
  return disposable;
};
const opened = new Emitter(), changed = new Emitter(), saved = new Emitter(), closed = new Emitter();
const uri = (text) => ({ toString: () => text });

const vscode = {
  Position, Range, EventEmitter: Emitter, WorkspaceEdit,
  Location: Keeper, Diagnostic: class { constructor(range, message) { Object.assign(this, { range, message }); } },
  DiagnosticRelatedInformation: Keeper, MarkdownString: class { constructor(value) { this.value = value; } },
  TextEdit: class { constructor(range, newText) { Object.assign(this, { range, newText }); } },
  CompletionItem: class { constructor(label) { this.label = label; } },
  Hover: class { constructor(contents) { this.contents = contents; } },
  SignatureHelp: class {}, SignatureInformation: class {}, ParameterInformation: class {},
  DocumentSymbol: class { constructor(name) { this.name = name; } }, SymbolInformation: Keeper,
  FoldingRange: Keeper, SemanticTokens: Keeper, SemanticTokensLegend: Keeper,
  InlayHint: class { constructor(position, label) { Object.assign(this, { position, label }); } },
  CodeLens: class { constructor(range, command) { Object.assign(this, { range, command }); } },
  CodeAction: class { constructor(title, kind) { Object.assign(this, { title, kind }); } },
  CodeActionKind: { Empty: { append: (value) => ({ value }) } },
  Uri: { parse: uri },
  languages: new Proxy({}, {
    get: (_, name) => name === "createDiagnosticCollection"
      ? () => ({ set: (of, found) => collection.set(of.toString(), found), dispose() {} })
      : provide(name),
  }),
  workspace: {
    getConfiguration: () => ({ get: (name, other) => (name === "command" ? binary : other) }),
    workspaceFolders: [{ uri: uri(`file://${workspaceFolder}`), name: "programs" }],
    textDocuments: [],
    onDidOpenTextDocument: opened.event, onDidChangeTextDocument: changed.event,
    onDidSaveTextDocument: saved.event, onDidCloseTextDocument: closed.event,
    createFileSystemWatcher: () => ({
      onDidChange: () => disposable, onDidCreate: () => disposable, onDidDelete: () => disposable,
      dispose() {},
    }),
  },
  window: {
    showErrorMessage: (text) => errors.push(text), showInformationMessage() {},
    createOutputChannel: () => ({
      append: (text) => output.push(text), appendLine: (text) => output.push(text), show() {},
      dispose() {},
    }),
  },
  commands: {
    registerCommand: (name, action) => { registered[name] = action; return disposable; },
  },
};

const load = Module._load;
Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));

const token = { onCancellationRequested() {} };
const edits = (all) => all
  .map((one) => [one.newText, one.range.start.line, one.range.start.character, one.range.end.character])
  .sort((one, other) => one[1] - other[1]);

async function main() {
  const extension = require(folder);
  await extension.activate({ subscriptions: [] });
  const lines = ["# 😀", 'let a = load "photo.jpg" | rezise 32', '$a | save "b.png"', ""];
  const document = {
    uri: uri(`file://${workspaceFolder}/a.imgflow`), languageId: "imgflow", version: 1,
    getText: () => lines.join("\n"),
  };
  const found = async () => {
    for (let tries = 0; tries < 1000; tries++) {
      if (collection.has(document.uri.toString())) return collection.get(document.uri.toString());
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error("no diagnostics came");
  };
  const said = {};
  opened.fire(document);
  const mistakes = await found();
  said.mistakes = mistakes.map((one) =>
    [one.code, one.range.start.line, one.range.start.character, one.range.end.character]);
  const at = mistakes[0].range;
  const actions = await providers.registerCodeActionsProvider.provideCodeActions(
    document, at, {}, token);
  const fix = actions.find((one) => one.kind.value === "quickfix").edit.edits;
  said.fix = edits(fix);
  collection.clear();
  document.version = 2;
  changed.fire({
    document,
    contentChanges: fix.map((one) => ({ range: one.range, text: one.newText })),
  });
  said.mistakesAfterTheFix = await found();
  const verb = new Position(1, at.start.character + 2);
  said.completion = (await providers.registerCompletionItemProvider.provideCompletionItems(
    document, verb, token)).map((one) => one.label);
  said.hover = (await providers.registerHoverProvider.provideHover(document, verb, token))
    .contents.value;
  said.hints = (await providers.registerInlayHintsProvider.provideInlayHints(
    document, new Range(new Position(0, 0), new Position(9, 0)), token)).map((one) => one.label);
  const lenses = await providers.registerCodeLensProvider.provideCodeLenses(document, token);
  said.lenses = lenses.map((one) => one.command.title);
  said.renamed = edits((await providers.registerRenameProvider.provideRenameEdits(
    document, new Position(1, 4), "kitty", token)).edits);
  said.symbols = (await providers.registerDocumentSymbolProvider.provideDocumentSymbols(
    document, token)).map((one) => one.name);
  said.formatted = edits(await providers.registerDocumentFormattingEditProvider
    .provideDocumentFormattingEdits(document, {}, token));
  const plan = lenses[0].command;
  await registered[plan.command](...plan.arguments);
  said.output = output.join("");
  said.errors = errors;
  await extension.deactivate();
  process.stdout.write(JSON.stringify(said));
}

main().catch((error) => { console.error(error); process.exit(1); });
