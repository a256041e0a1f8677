import * as vscode from 'vscode';
import type { FileAccess, WorkspaceRoot } from '../mapping/fileAccess.ts';
import { NodeFiles } from '../mapping/nodeFiles.ts';

/** The files of the open workspace folders. Folders that are not on disk (virtual workspaces) are not among them. */
export class WorkspaceFiles extends NodeFiles implements FileAccess, vscode.Disposable {
  readonly #folders: vscode.Disposable;
  #roots: readonly WorkspaceRoot[] = rootsNow();

  constructor() {
    super();
    this.#folders = vscode.workspace.onDidChangeWorkspaceFolders(() => (this.#roots = rootsNow()));
  }

  roots(): readonly WorkspaceRoot[] {
    return this.#roots;
  }

  async findByName(baseName: string, limit: number): Promise<readonly string[]> {
    // `null` leaves out the user's excludes, which hide build folders; node_modules is never the user's own code.
    const found = await vscode.workspace.findFiles(`**/${literalGlob(baseName)}`, '**/node_modules/**', limit);
    return found.filter((uri) => uri.scheme === 'file' && uri.path.endsWith(`/${baseName}`)).map((uri) => uri.fsPath);
  }

  dispose(): void {
    this.#folders.dispose();
  }
}

function rootsNow(): readonly WorkspaceRoot[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri, name }) => ({ path: uri.fsPath, name }));
}

/** Characters with a meaning in VS Code's globs, each as a class of its own; braces cannot be escaped so and match any character. */
function literalGlob(name: string): string {
  return name.replaceAll(/[[\]*?]/g, (char) => `[${char}]`).replaceAll(/[{},]/g, '?');
}
