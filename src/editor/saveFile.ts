import * as os from 'node:os';
import * as vscode from 'vscode';

/**
 * Asks where to, beginning in the home folder (a workspace may be committed), writes and says where. `kinds` are the extensions
 * offered. Nothing happens when the user thinks better of it.
 */
export async function saveFile(
  name: string,
  kinds: Readonly<Record<string, string[]>>,
  content: () => Promise<Uint8Array>,
): Promise<void> {
  const uri = await vscode.window.showSaveDialog({
    title: `Export ${name}`,
    defaultUri: vscode.Uri.joinPath(vscode.Uri.file(os.homedir()), name),
    filters: { ...kinds },
  });
  if (!uri) return;
  await vscode.workspace.fs.writeFile(uri, await content());
  const show = 'Open';
  const choice = await vscode.window.showInformationMessage(
    `Saved as ${uri.scheme === 'file' ? uri.fsPath : uri.toString()}.`,
    show,
  );
  if (choice === show) await vscode.commands.executeCommand('vscode.open', uri);
}
