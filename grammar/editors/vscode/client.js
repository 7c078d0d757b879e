// The Language Server Protocol over a process's standard input and output.

const { spawn } = require("node:child_process");

class Client {
  constructor(command, words) {
    this.waiting = new Map();
    this.listeners = new Map();
    this.number = 0;
    this.bytes = Buffer.alloc(0);
    this.isOver = false;
    this.onEnd = () => {};
    this.process = spawn(command, words, { stdio: ["pipe", "pipe", "ignore"] });
    this.process.on("error", (error) => this.end(error.message));
    this.process.on("exit", (status) =>
      this.end(this.isOver || status === 0 ? undefined : `the server ended with ${status}`));
    this.process.stdin.on("error", () => {});
    this.process.stdout.on("data", (data) => this.take(data));
  }

  async initialize(workspaceFolders) {
    const answer = await this.ask("initialize", {
      processId: process.pid,
      rootUri: workspaceFolders.length ? workspaceFolders[0].uri : null,
      workspaceFolders,
      // What this client takes, and nothing else. Positions are in UTF-16, as the editor's are.
      capabilities: {
        textDocument: {
          hover: { contentFormat: ["markdown"] },
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
          documentSymbol: { hierarchicalDocumentSymbolSupport: true },
          publishDiagnostics: { relatedInformation: true },
        },
        workspace: {
          inlayHint: { refreshSupport: true },
          codeLens: { refreshSupport: true },
        },
      },
      initializationOptions: { showsResults: true },
    });
    this.notify("initialized", {});
    return answer;
  }

  /// `token` takes the request back when the editor no longer wants it.
  ask(method, params, token) {
    if (this.isOver) return Promise.reject(new Error("the server is not running"));
    const id = ++this.number;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.send({ id, method, params });
      if (token) {
        token.onCancellationRequested(() => this.notify("$/cancelRequest", { id }));
      }
    });
  }

  notify(method, params) { this.send({ method, params }); }

  /// Of notifications and requests of the server; what a listener returns is the answer.
  on(method, listener) { this.listeners.set(method, listener); }

  send(message) {
    if (this.isOver) return;
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.process.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.process.stdin.write(body);
  }

  take(data) {
    this.bytes = Buffer.concat([this.bytes, data]);
    for (;;) {
      const end = this.bytes.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = /content-length: *(\d+)/i.exec(this.bytes.toString("latin1", 0, end));
      const start = end + 4;
      if (!length || this.bytes.length < start + Number(length[1])) return;
      const behind = start + Number(length[1]);
      const message = JSON.parse(this.bytes.toString("utf8", start, behind));
      this.bytes = this.bytes.subarray(behind);
      this.handle(message);
    }
  }

  handle(message) {
    if (message.method === undefined) {
      const waiting = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (!waiting) return;
      if (message.error) waiting.reject(new Error(message.error.message));
      else waiting.resolve(message.result);
      return;
    }
    const listener = this.listeners.get(message.method);
    const result = listener ? listener(message.params) : null;
    if (message.id !== undefined) this.send({ id: message.id, result: result ?? null });
  }

  end(why) {
    if (this.isOver) return;
    this.isOver = true;
    for (const { reject } of this.waiting.values()) reject(new Error(why || "the server ended"));
    this.waiting.clear();
    this.onEnd(why);
  }

  async shutdown() {
    if (this.isOver) return;
    this.onEnd = () => {};
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    const late = setTimeout(() => this.process.kill(), 2000);
    try {
      await this.ask("shutdown");
      this.notify("exit");
    } catch {
      this.process.kill();
    }
    await ended;
    clearTimeout(late);
  }
}

exports.Client = Client;
