import * as vscode from 'vscode';
import { SOURCE_EXTENSIONS } from '../core/sourceText/sourceLanguage.ts';
import { NO_SOURCE_FOLDERS, type SourceListing } from '../mapping/sourceListing.ts';

/** The source files of the open workspace folders. */
export class WorkspaceSources implements SourceListing {
  async list(limit: number): Promise<readonly string[]> {
    const hidden = '**/.*/**';
    const exclude = `{${[...NO_SOURCE_FOLDERS.map((folder) => `**/${folder}/**`), hidden].join(',')}}`;
    const found = await vscode.workspace.findFiles(`**/*.{${SOURCE_EXTENSIONS.join(',')}}`, exclude, limit);
    return found
      .filter(({ scheme }) => scheme === 'file')
      .map(({ fsPath }) => fsPath)
      .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  }
}

function depth(path: string): number {
  return path.split(/[\\/]/).length;
}
