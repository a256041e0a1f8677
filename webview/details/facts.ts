import type { SpanDetail } from '../../src/core/span.ts';
import { formatDuration, formatEpoch } from '../../src/core/time.ts';
import type { Copy } from '../copyable.ts';
import { valueRow } from './valueRow.ts';

/** What every span has, in rows. */
export function factRows(
  detail: SpanDetail,
  traceDurationNs: number,
  clockDeltaNs: number,
  copy: Copy,
): readonly HTMLElement[] {
  const row = (name: string, text: string, className?: string): HTMLElement => valueRow(name, text, copy, className);
  const share = traceDurationNs > 0 ? ` · ${formatShare(detail.durationNs / traceDurationNs)} of the trace` : '';
  const self = detail.durationNs > 0 ? ` · ${formatShare(detail.selfNs / detail.durationNs)} of the span` : '';
  const status = detail.statusMessage === '' ? detail.status : `${detail.status}: ${detail.statusMessage}`;
  return [
    row('duration', `${formatDuration(detail.durationNs)}${share}`),
    row('self time', `${formatDuration(detail.selfNs)}${self}`),
    row('start', `${formatDuration(detail.startNs)} into the trace`),
    ...(clockDeltaNs === 0 ? [] : [row('clock', shiftText(detail.startNs, clockDeltaNs))]),
    row('time', formatEpoch(detail.startEpochNs)),
    row('status', status, detail.status === 'error' ? 'failed' : ''),
    row('kind', detail.kind),
    row('span ID', detail.spanId, 'mono'),
    ...(detail.parentSpanId === undefined ? [] : [row('parent ID', detail.parentSpanId, 'mono')]),
    row('trace ID', detail.traceId, 'mono'),
    ...(detail.traceState === '' ? [] : [row('trace state', detail.traceState, 'mono')]),
  ];
}

/** How far the waterfall shows the span from where it was sent. */
function shiftText(sentNs: number, deltaNs: number): string {
  const by = `${deltaNs > 0 ? '+' : '−'}${formatDuration(Math.abs(deltaNs))}`;
  return `shown at ${formatDuration(sentNs + deltaNs)}, ${by} from where it was sent: clocks differ`;
}

/** `12.3 %`, `0.04 %`, `< 0.01 %`. */
function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return '< 0.01 %';
  return `${Number(percent.toFixed(percent < 1 ? 2 : 1))} %`;
}
