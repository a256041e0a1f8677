import * as vscode from 'vscode';
import { formatAge } from '../../core/age.ts';
import type { ExemplarOrder, LatencyBar, LatencyStats, SpanExemplar } from '../../core/latencyProtocol.ts';
import { formatDuration } from '../../core/time.ts';
import { visibleText } from '../../core/visibleText.ts';
import { changeText, type Change } from '../../latency/baseline.ts';
import { callsText, errorsText, shortCount } from '../../latency/countText.ts';
import { distributionSvg } from '../../latency/distributionSvg.ts';
import type { RemoteLatency } from '../../latency/remoteLatency.ts';
import type { FunctionNumbers } from './functionNumbers.ts';
import type { FunctionProfile, FunctionProfiles } from './functionProfiles.ts';
import type { InstrumentedFunctions } from './instrumentedFunctions.ts';
import { latencySettings, type LatencySettings } from './latencySettings.ts';

interface HoverStore {
  distribution(sites: readonly number[], windowMs: number): Promise<readonly LatencyBar[]>;
  exemplars(sites: readonly number[], order: ExemplarOrder, limit: number): Promise<readonly SpanExemplar[]>;
}

interface LatencyHoverParts {
  readonly store: HoverStore;
  readonly functions: InstrumentedFunctions;
  readonly numbers: FunctionNumbers;
  readonly profiles: FunctionProfiles;
}

const EXEMPLARS = 3;
const MAX_ERRORS = 5;
const ORDERS = ['slowest', 'latest', 'failing'] as const satisfies readonly ExemplarOrder[];

/** Over the line of a function that spans are of: how its calls are spread, what failed, and traces to look at. */
export class LatencyHover implements vscode.HoverProvider {
  readonly #parts: LatencyHoverParts;

  constructor(parts: LatencyHoverParts) {
    this.#parts = parts;
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const settings = latencySettings();
    if (!settings.enabled) return undefined;
    const group = await this.#parts.functions.at(document, position.line);
    if (!group) return undefined;
    const { store, numbers, profiles } = this.#parts;
    const stored = group.siteIds.filter((id) => id > 0);
    const [[known], bars, profile, ...exemplars] = await Promise.all([
      numbers.of([group.siteIds], settings),
      store.distribution(stored, settings.windowMs),
      stored.length === 0 ? undefined : profiles.of(stored).catch(() => undefined),
      ...ORDERS.map((order) => store.exemplars(stored, order, EXEMPLARS)),
    ]);
    if (!known?.shown) return undefined;
    const text = new vscode.MarkdownString(undefined, true);
    text.isTrusted = { enabledCommands: ['spanline.showTrace'] };
    text.appendMarkdown('**Latency**').appendText(` of the last ${settings.window}`);
    if (known.local) addLocal(text, known.local, bars, settings);
    if (known.change) addChange(text, known.change);
    if (profile) addProfile(text, profile);
    addRemote(text, known.remote);
    for (const [i, order] of ORDERS.entries()) addExemplars(text, order, exemplars[i]!);
    return new vscode.Hover(text, document.lineAt(position.line).range);
  }
}

function addLocal(
  text: vscode.MarkdownString,
  stats: LatencyStats,
  bars: readonly LatencyBar[],
  { minimumCount }: LatencySettings,
): void {
  const facts =
    stats.count < minimumCount
      ? [`max ${formatDuration(stats.maxNs)}`]
      : [
          `p50 ${formatDuration(stats.p50Ns)}`,
          `p95 ${formatDuration(stats.p95Ns)}`,
          `p99 ${formatDuration(stats.p99Ns)}`,
          `max ${formatDuration(stats.maxNs)}`,
        ];
  const errors = errorsText(stats);
  const counts = [callsText(stats.count), ...(errors === '' ? [] : [errors]), `${formatDuration(stats.sumNs)} in all`];
  text.appendText(`, local store\n\n${facts.join(' · ')}\n\n${counts.join(' · ')}`);
  if (bars.length < 2) return;
  // Numbers only, so nothing of a span gets into the picture.
  const svg = distributionSvg(bars, stats.p95Ns);
  const title = `Durations of ${callsText(stats.count)}; from the p95 on they are orange`;
  text.appendMarkdown(`\n\n![${title}](data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')})`);
}

function addChange(text: vscode.MarkdownString, change: Change): void {
  const times = `${formatDuration(change.beforeNs)} → ${formatDuration(change.afterNs)}`;
  text.appendMarkdown('\n\n').appendText(`${visibleText(changeText(change))}: ${times}`);
}

function addProfile(text: vscode.MarkdownString, { calls, selfShare, errors }: FunctionProfile): void {
  if (selfShare !== undefined) {
    const percent = Math.round(selfShare * 100);
    text
      .appendMarkdown('\n\n')
      .appendText(`${percent} % of the time of the last ${callsText(calls)} is its own, not in spans below it`);
  }
  if (errors.length === 0) return;
  const total = errors.reduce((sum, [, count]) => sum + count, 0);
  const types = errors.slice(0, MAX_ERRORS).map(([type, count]) => `${visibleText(type)} ${count}`);
  text
    .appendMarkdown('\n\n$(error) ')
    .appendText(`Last ${total === 1 ? 'failure' : `${total} failures`}: ${types.join(', ')}`);
}

function addRemote(text: vscode.MarkdownString, remote: readonly RemoteLatency[]): void {
  for (const { source, operation } of remote) {
    const { operation: name, p50Ns, p95Ns, p99Ns, count } = operation;
    const facts = [
      ...(p50Ns === undefined ? [] : [`p50 ${formatDuration(p50Ns)}`]),
      ...(p95Ns === undefined ? [] : [`p95 ${formatDuration(p95Ns)}`]),
      ...(p99Ns === undefined ? [] : [`p99 ${formatDuration(p99Ns)}`]),
      ...(count === undefined ? [] : [`${shortCount(count)} calls`]),
    ];
    text.appendMarkdown('\n\n').appendText(`${visibleText(source)}, ${visibleText(name)}: ${facts.join(' · ')}`);
  }
}

function addExemplars(text: vscode.MarkdownString, order: ExemplarOrder, spans: readonly SpanExemplar[]): void {
  if (spans.length === 0) return;
  const links = spans.map(({ traceId, spanId, durationNs, startEpochNs }) => {
    // IDs are hex and durations numbers: nothing of them is Markdown.
    const argument = encodeURIComponent(JSON.stringify([{ traceId, spanId }]));
    const age = formatAge(startEpochNs, Date.now());
    return `[${formatDuration(durationNs)}](command:spanline.showTrace?${argument} "Open the trace of ${age}")`;
  });
  const name = `${order.charAt(0).toUpperCase()}${order.slice(1)}`;
  text.appendMarkdown(`\n\n${name}: ${links.join(' · ')}`);
}
