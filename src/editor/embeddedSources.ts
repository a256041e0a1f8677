import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { embeddedPath } from '../mapping/embeddedPath.ts';
import type { EmbeddedSource } from '../mapping/located.ts';
import { EmbeddedTexts } from './embeddedTexts.ts';

const SCHEME = 'spanline-source';

const GONE = 'This source came with a source map that is no longer open: go to it from its span again.';

/** Sources that are in a source map alone, as documents that can be read and not changed. Their names are untrusted and never become files. */
export class EmbeddedSources implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new EmbeddedTexts();
  /** A tab of an earlier session that has lost its text keeps its own document. */
  readonly #session = Date.now().toString(36);
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  /** The document of a source; undefined when its text has gone. */
  async open(source: EmbeddedSource): Promise<vscode.TextDocument | undefined> {
    const text = await source.text();
    if (text === undefined) return undefined;
    // Of another build it is another text, and another document.
    const hash = createHash('sha256').update(text).digest('base64url');
    const path = `/${embeddedPath(source.name)}`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path, query: `${this.#session}-${hash}` });
    this.#texts.keep(uri.toString(), text);
    return vscode.workspace.openTextDocument(uri);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.of(uri.toString()) ?? GONE;
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
