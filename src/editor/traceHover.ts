import * as vscode from 'vscode';
import type { LookupSource } from '../backends/lookup.ts';
import { lookup } from '../backends/lookup.ts';
import type { TraceReader } from '../backends/traceSearch.ts';
import { formatAge } from '../core/age.ts';
import { counted } from '../core/counted.ts';
import type { TraceId } from '../core/ids.ts';
import { timeOfLine } from '../core/lineTime.ts';
import { formatDuration } from '../core/time.ts';
import type { EpochRange } from '../core/timeWindow.ts';
import type { TraceSummary } from '../core/trace.ts';
import type { TraceIdHit } from '../core/traceIdForms/traceIdHit.ts';
import { findTraceIds } from '../core/traceIdText.ts';
import { visibleText } from '../core/visibleText.ts';
import { openTraceUri } from './traceLinks.ts';

export interface HoverParts {
  readonly local: LookupSource;
  readonly reader: TraceReader;
  /** None in an untrusted workspace. */
  readonly backends: () => readonly LookupSource[];
}

interface Known {
  readonly summary: TraceSummary & { readonly label: string };
  readonly untilMs: number;
}

/** Who hovers waits this long for a summary; the link is there at once either way. */
const PATIENCE_MS = 3000;
/** A trace may still grow. */
const FRESH_MS = 30_000;
const MAX_KNOWN = 100;
const MAX_LINE_CHARS = 16_384;
const MAX_SERVICES = 8;

/** Over a trace ID in a log: what the trace is, without opening it. */
export class TraceHover implements vscode.HoverProvider {
  readonly #parts: HoverParts;
  readonly #known = new Map<TraceId, Known>();

  constructor(parts: HoverParts) {
    this.#parts = parts;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const line = document.lineAt(position.line).text;
    if (line.length > MAX_LINE_CHARS) return undefined;
    const hit = findTraceIds(line).find(({ start, end }) => start <= position.character && position.character <= end);
    if (!hit || (!hit.certain && hit.form !== 'bare')) return undefined;
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const summary = await this.#summary(hit, timeOfLine(line, Date.now()), signal).catch(() => undefined);
    const range = new vscode.Range(position.line, hit.start, position.line, hit.end);
    return new vscode.Hover(hoverText(summary, openTraceUri(hit, line)), range);
  }

  /** Of what may be any hash only the local store is asked: a hover must not send it around. */
  async #summary(
    { traceId, certain }: TraceIdHit,
    near: EpochRange | undefined,
    signal: AbortSignal,
  ): Promise<Known['summary'] | undefined> {
    const known = this.#known.get(traceId);
    if (known && known.untilMs > performance.now()) return known.summary;
    const { local, reader, backends } = this.#parts;
    const sources = certain ? [local, ...backends()] : [local];
    const { hit } = await lookup(sources, traceId, { signal, graceMs: 0, ...(near && { near }) });
    if (!hit) return undefined;
    const { traces } = await reader.summarise(hit.trace, '', signal);
    const trace = traces.find((candidate) => candidate.traceId === traceId);
    return trace && this.#keep({ ...trace, label: hit.label });
  }

  #keep(summary: Known['summary']): Known['summary'] {
    this.#known.delete(summary.traceId);
    this.#known.set(summary.traceId, { summary, untilMs: performance.now() + FRESH_MS });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_KNOWN) break;
      this.#known.delete(oldest);
    }
    return summary;
  }
}

/** Span text goes through `appendText` alone; the only link is our own command. */
function hoverText(summary: Known['summary'] | undefined, open: vscode.Uri): vscode.MarkdownString {
  const text = new vscode.MarkdownString(undefined, true);
  text.isTrusted = { enabledCommands: ['spanline.showTrace'] };
  if (summary) {
    const { rootService, rootName, durationNs, spans, errors, startEpochNs, services, label } = summary;
    text.appendMarkdown(errors > 0 ? '$(error) ' : '$(pass) ');
    text.appendText(`${visibleText(rootService)}: ${visibleText(rootName)}`);
    const facts = [formatDuration(durationNs), counted(spans, 'span')];
    if (errors > 0) facts.push(counted(errors, 'error'));
    facts.push(formatAge(startEpochNs, Date.now()), `in ${visibleText(label)}`);
    text.appendMarkdown('\n\n').appendText(facts.join(' · '));
    const shown = services.slice(0, MAX_SERVICES).map(visibleText);
    if (services.length > shown.length) shown.push(`${services.length - shown.length} more`);
    text.appendMarkdown('\n\n').appendText(shown.join(', '));
    text.appendMarkdown('\n\n');
  }
  return text.appendMarkdown(`[$(open-preview) Open trace](${open.toString()})`);
}
