// imgflow in Visual Studio Code: starts `imgflow lsp` and hands on what the two say to each other.
//
// The client is this project's own (client.js, providers.js), over the editor's interface alone: the extension is built
// from this folder, without a network and without packages.

const vscode = require("vscode");
const { Client } = require("./client.js");
const { register } = require("./providers.js");

let client;
let registered = [];

async function start(context) {
  const settings = vscode.workspace.getConfiguration("imgflow");
  const folders = vscode.workspace.workspaceFolders || [];
  const command = settings.get("command", "imgflow");
  client = new Client(command, ["lsp", ...settings.get("arguments", [])]);
  client.onEnd = (why) => {
    if (why) vscode.window.showErrorMessage(`imgflow: ${why}`);
  };
  try {
    const answer = await client.initialize(
      folders.map((folder) => ({ uri: folder.uri.toString(), name: folder.name })));
    registered = register(vscode, client, answer.capabilities);
    context.subscriptions.push(...registered);
  } catch (error) {
    vscode.window.showErrorMessage(
      `imgflow: ${error.message}. Set imgflow.command to where the command is.`);
  }
}

async function stop() {
  for (const one of registered) one.dispose();
  registered = [];
  const running = client;
  client = undefined;
  if (running) await running.shutdown();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand("imgflow.restart", async () => {
      await stop();
      await start(context);
    }));
  await start(context);
};

exports.deactivate = stop;
