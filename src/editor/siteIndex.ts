import * as vscode from 'vscode';
import type { Base0 } from '../core/position.ts';
import { toBase0 } from '../core/position.ts';
import type { CodeSite } from '../core/latencyProtocol.ts';
import type { SiteLine } from '../latency/functionGroups.ts';
import { lineAfterEdit } from '../latency/lineAfterEdit.ts';
import type { SpanLocator } from '../mapping/spanLocator.ts';

interface SiteStore {
  codeSites(after: number): Promise<readonly CodeSite[]>;
}

interface TrackedSite {
  readonly siteId: number;
  line: Base0;
}

/**
 * Which code sites of the store lie in which file. Each site is located once, when it is first seen, and its line then follows edits
 * of the open document, so that a lens stays with its function while somebody types above it.
 */
export class SiteIndex implements vscode.Disposable {
  readonly #store: SiteStore;
  readonly #locator: SpanLocator;
  readonly #files = new Map<string, TrackedSite[]>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #edits: vscode.Disposable;
  readonly #stop = new AbortController();
  #lastId = 0;
  #updating: Promise<void> | undefined;

  /** Fires when sites were added to a file. */
  readonly onDidChange = this.#changed.event;

  constructor(store: SiteStore, locator: SpanLocator) {
    this.#store = store;
    this.#locator = locator;
    this.#edits = vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event));
  }

  sitesIn(uri: vscode.Uri): readonly SiteLine[] {
    return this.#files.get(uri.fsPath) ?? [];
  }

  /** Takes in sites that are new in the store; calls that overlap share one run. */
  update(): Promise<void> {
    this.#updating ??= this.#update().finally(() => (this.#updating = undefined));
    return this.#updating;
  }

  /** After the store was emptied: its numbers begin anew. */
  clear(): void {
    this.#files.clear();
    this.#lastId = 0;
    this.#changed.fire();
  }

  dispose(): void {
    this.#stop.abort();
    this.#edits.dispose();
    this.#changed.dispose();
  }

  async #update(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    let added = false;
    for (const site of await this.#store.codeSites(this.#lastId)) {
      this.#lastId = Math.max(this.#lastId, site.id);
      added = (await this.#add(site)) || added;
    }
    if (added) this.#changed.fire();
  }

  async #add(site: CodeSite): Promise<boolean> {
    const { filePath, line, column, functionName, service } = site;
    const ref = { origin: 'attributes', filePath, line, column, functionName } as const;
    const located = await this.#locator.locate(ref, { service }, this.#stop.signal).catch(() => undefined);
    if (located?.state !== 'found' || located.library) return false;
    const { fsPath } = vscode.Uri.file(located.path);
    const sites = this.#files.get(fsPath);
    const tracked = { siteId: site.id, line: toBase0(located.line) };
    if (sites) sites.push(tracked);
    else this.#files.set(fsPath, [tracked]);
    return true;
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const sites = this.#files.get(document.uri.fsPath);
    if (!sites) return;
    for (const { range, text } of contentChanges) {
      const edit = {
        startLine: range.start.line,
        startCharacter: range.start.character,
        endLine: range.end.line,
        endCharacter: range.end.character,
        addedBreaks: text.split('\n').length - 1,
      };
      for (const site of sites) site.line = lineAfterEdit(site.line, edit);
    }
  }
}
