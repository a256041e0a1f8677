import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import { bareFunctionName } from '../../core/bareFunctionName.ts';
import type { CodeSite } from '../../core/latencyProtocol.ts';
import type { Base0 } from '../../core/position.ts';
import { toBase0 } from '../../core/position.ts';
import type { SiteLine } from '../../latency/functionGroups.ts';
import { lineAfterEdit } from '../../latency/lineAfterEdit.ts';
import { siteClues } from '../../latency/siteClues.ts';
import type { SpanResolver } from '../../mapping/spanResolver.ts';

interface SiteStore {
  codeSites(after: number): Promise<readonly CodeSite[]>;
}

/** A site in a file, its line as edits have moved it. */
export interface TrackedSite extends SiteLine {
  readonly site: CodeSite;
  readonly fsPath: string;
  line: Base0;
}

/** Finding the code of an operation takes a while: what is found by then is shown. */
const TELL_MS = 250;
const SLICE_MS = 5;
/** After a save others follow. */
const RETRY_MS = 5000;
/** Looking for one through the texts of a large workspace takes some 20 ms; those that were seen last are most likely being written. */
const MAX_RETRIED = 50;

/**
 * Which code sites of the store lie in which file. Each site is located once, when it is first seen, and its line then follows edits
 * of the open document, so that a lens stays with its function while somebody types above it.
 */
export class SiteIndex implements vscode.Disposable {
  readonly #store: SiteStore;
  readonly #resolver: SpanResolver;
  readonly #files = new Map<string, TrackedSite[]>();
  readonly #bySite = new Map<number, TrackedSite>();
  /** Those that have not been found, the newest last. */
  readonly #missing = new Map<number, CodeSite>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #edits: vscode.Disposable;
  readonly #stop = new AbortController();
  #lastId = 0;
  #updating: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;

  /** Fires when sites were added to files. */
  readonly onDidChange = this.#changed.event;

  constructor(store: SiteStore, resolver: SpanResolver) {
    this.#store = store;
    this.#resolver = resolver;
    this.#edits = vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event));
  }

  sitesIn(uri: vscode.Uri): readonly TrackedSite[] {
    return this.#files.get(uri.fsPath) ?? [];
  }

  /** Where a site is; `undefined` for one that has not been found in the workspace. */
  of(siteId: number): TrackedSite | undefined {
    return this.#bySite.get(siteId);
  }

  /** Takes in sites that are new in the store; calls that overlap share one run. */
  update(): Promise<void> {
    this.#updating ??= this.#update().finally(() => (this.#updating = undefined));
    return this.#updating;
  }

  /** A file changed: it may hold what was not found before. */
  retrySoon(): void {
    if (this.#missing.size === 0) return;
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      void this.#addAll([...this.#missing.values()].slice(-MAX_RETRIED));
    }, RETRY_MS);
  }

  /** Takes in an operation that only a backend knows of; its number is negative, so that it is none of the store's. */
  async addRemote(sites: readonly CodeSite[]): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    await this.#addAll(sites.filter(({ id }) => !this.#bySite.has(id) && !this.#missing.has(id)));
  }

  /** Looks for everything anew: the store was emptied, or places are known better. */
  async restart(): Promise<void> {
    await this.#updating?.catch(() => {});
    this.#files.clear();
    this.#bySite.clear();
    this.#missing.clear();
    this.#lastId = 0;
    this.#changed.fire();
    await this.update();
  }

  dispose(): void {
    clearTimeout(this.#retry);
    this.#stop.abort();
    this.#edits.dispose();
    this.#changed.dispose();
  }

  async #update(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const sites = await this.#store.codeSites(this.#lastId);
    for (const { id } of sites) this.#lastId = Math.max(this.#lastId, id);
    await this.#addAll(sites);
  }

  async #addAll(sites: readonly CodeSite[]): Promise<void> {
    let added = false;
    let toldMs = performance.now();
    let pauseMs = toldMs + SLICE_MS;
    for (const site of sites) {
      if (this.#stop.signal.aborted) return;
      // Answers that are known come without a turn of the event loop: 10,000 of them would hold it 100 ms.
      if (performance.now() > pauseMs) {
        await setImmediate();
        pauseMs = performance.now() + SLICE_MS;
      }
      added = (await this.#add(site)) || added;
      if (!added || performance.now() - toldMs < TELL_MS) continue;
      this.#changed.fire();
      added = false;
      toldMs = performance.now();
    }
    if (added) this.#changed.fire();
  }

  async #add(site: CodeSite): Promise<boolean> {
    const located = await this.#resolver.locate(siteClues(site), this.#stop.signal).catch(() => undefined);
    // Another run may have found it meanwhile.
    if (this.#bySite.has(site.id)) return false;
    // A lens needs a file of one's own code.
    if (located?.state !== 'found' || located.library || located.embedded) {
      this.#missing.set(site.id, site);
      return false;
    }
    this.#missing.delete(site.id);
    const { fsPath } = vscode.Uri.file(located.path);
    const functionName = site.functionName === undefined ? undefined : bareFunctionName(site.functionName);
    const tracked = { siteId: site.id, site, fsPath, line: toBase0(located.line), functionName };
    this.#bySite.set(site.id, tracked);
    const sites = this.#files.get(fsPath);
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
