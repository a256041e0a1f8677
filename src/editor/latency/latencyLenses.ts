import * as vscode from 'vscode';
import type { FunctionGroup } from '../../latency/functionGroups.ts';
import { asksForSelf, lensText } from '../../latency/lensText.ts';
import type { RemoteLatency } from '../../latency/remoteLatency.ts';
import { plainLabel } from '../plainLabel.ts';
import type { FunctionNumbers, FunctionNumbersOf } from './functionNumbers.ts';
import type { FunctionProfiles } from './functionProfiles.ts';
import type { InstrumentedFunctions } from './instrumentedFunctions.ts';
import { latencySettings, type LatencySettings } from './latencySettings.ts';
import type { UnseenFunctions } from './unseenFunctions.ts';

interface LatencyLensesParts {
  readonly functions: InstrumentedFunctions;
  readonly unseen: UnseenFunctions;
  readonly numbers: FunctionNumbers;
  readonly profiles: FunctionProfiles;
  /** Where else numbers may change. */
  readonly onDidChange: readonly vscode.Event<void>[];
}

/** Numbers that change with every request need not move faster than one can read. */
const REFRESH_MS = 2000;

/**
 * Latency above instrumented functions. Lenses come with their text, so that those on screen stay until the new ones are there; the numbers of
 * a file are one question to the store.
 */
export class LatencyLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #parts: LatencyLensesParts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #refresh: NodeJS.Timeout | undefined;

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(parts: LatencyLensesParts) {
    this.#parts = parts;
    this.#subscriptions = [
      ...parts.onDidChange.map((event) => event(() => this.#changed.fire())),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('spanline.codeLens')) this.#changed.fire();
      }),
    ];
  }

  /** New spans arrived: the texts on screen are asked for again soon, at most every two seconds. */
  refreshSoon(): void {
    this.#refresh ??= setTimeout(() => {
      this.#refresh = undefined;
      this.#changed.fire();
    }, REFRESH_MS);
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const settings = latencySettings();
    if (!settings.enabled) return [];
    const groups = await this.#parts.functions.of(document);
    const numbers = groups.length === 0 ? [] : await this.#numbersOf(groups, settings);
    const lenses = await Promise.all(groups.map((group, i) => this.#lens(document, group, numbers[i]!, settings)));
    if (!settings.neverSeen) return lenses;
    const seen = new Set(groups.map(({ line }) => line));
    return [...lenses, ...(await this.#parts.unseen.lensesOf(document, seen))];
  }

  dispose(): void {
    clearTimeout(this.#refresh);
    for (const each of this.#subscriptions) each.dispose();
    this.#changed.dispose();
  }

  #numbersOf(groups: readonly FunctionGroup[], settings: LatencySettings): Promise<readonly FunctionNumbersOf[]> {
    return this.#parts.numbers.of(
      groups.map(({ siteIds }) => siteIds),
      settings,
    );
  }

  async #lens(
    document: vscode.TextDocument,
    { line, siteIds }: FunctionGroup,
    { shown, change, remote }: FunctionNumbersOf,
    settings: LatencySettings,
  ): Promise<vscode.CodeLens> {
    const at = Math.min(line, document.lineCount - 1);
    const range = new vscode.Range(at, 0, at, 0);
    const { minimumCount, window, template } = settings;
    if (!shown) return new vscode.CodeLens(range, { title: `no calls in the last ${window}`, command: '' });
    const selfShare = asksForSelf(template)
      ? (await this.#parts.profiles.of(siteIds).catch(() => undefined))?.selfShare
      : undefined;
    const { stats, source } = shown;
    const text = lensText({ stats, minimumCount, window, source, change, selfShare }, template);
    const whose = source === undefined ? 'Spans of this function in the local store' : `Counted by ${source}`;
    const title = plainLabel(text) || '(empty template)';
    const stored = siteIds.filter((id) => id > 0);
    if (stored.length === 0) return new vscode.CodeLens(range, { title, ...searchFor(whose, window, remote) });
    return new vscode.CodeLens(range, {
      title,
      tooltip: `${whose}, last ${window}. Click for its slowest, latest and failing traces.`,
      command: 'spanline.showFunctionTraces',
      arguments: [stored],
    });
  }
}

/** Of an operation that only backends know there are no traces here. */
function searchFor(
  whose: string,
  window: string,
  [first]: readonly RemoteLatency[],
): Pick<vscode.Command, 'command' | 'tooltip' | 'arguments'> {
  if (!first) return { command: '' };
  const { service, operation } = first.operation;
  const value = (text: string): string => `"${text.replaceAll('"', '')}"`;
  return {
    command: 'spanline.searchTraces',
    tooltip: `${whose}, last ${window}. Click to search its traces.`,
    arguments: [`service:${value(service)} operation:${value(operation)}`],
  };
}
