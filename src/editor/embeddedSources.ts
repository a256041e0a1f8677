import * as vscode from 'vscode';
import type { EmbeddedSource } from '../mapping/located.ts';

export const EMBEDDED_SCHEME = 'spanline-source';

/** An editor holds what it shows by itself; this is for the way there and for tabs that come to the front again. */
const MAX_TEXTS = 50;
const MAX_CHARS = 16 * 2 ** 20;

/** Sources that are in a source map alone, as documents that can be read and not changed. Their names are untrusted and never become files. */
export class EmbeddedSources implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(EMBEDDED_SCHEME, this);
  #chars = 0;

  /** The document of a source; undefined when its text has gone. */
  async open(source: EmbeddedSource): Promise<vscode.TextDocument | undefined> {
    const text = await source.content();
    if (text === undefined) return undefined;
    const uri = vscode.Uri.from({ scheme: EMBEDDED_SCHEME, path: pathOf(source.name), query: keyOf(text) });
    this.#keep(uri.toString(), text);
    return vscode.workspace.openTextDocument(uri);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.#texts.get(uri.toString()) ??
      'This source came with a source map that is no longer open: go to it from its span again.'
    );
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #keep(key: string, text: string): void {
    this.#forget(key);
    this.#texts.set(key, text);
    this.#chars += text.length;
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= MAX_TEXTS && this.#chars <= MAX_CHARS) return;
      if (oldest !== key) this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#chars -= this.#texts.get(key)?.length ?? 0;
    this.#texts.delete(key);
  }
}

/** `webpack://shop/./src/cart.ts?a1` as `/src/cart.ts`: for the title, the icon and the language. */
function pathOf(name: string): string {
  const path = name.replace(/^[\w+.-]+:\/\/[^/]*/, '').replace(/\?.*$/s, '');
  const parts = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..');
  return `/${parts.map((part) => part.replaceAll(/[^\p{L}\p{N}._@()[\]-]/gu, '_')).join('/')}`;
}

/** Of another build it is another text, and another document. */
function keyOf(text: string): string {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash, 31) + text.charCodeAt(i);
  return `${text.length.toString(36)}-${(hash >>> 0).toString(36)}`;
}
