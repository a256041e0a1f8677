import type { SpanLog } from '../../src/core/spanLog.ts';
import { formatDuration, formatEpoch } from '../../src/core/time.ts';
import { visibleText } from '../../src/core/visibleText.ts';
import type { Copy } from '../copyable.ts';
import { el } from '../el.ts';
import { attributeRow, foldedText } from './valueRow.ts';

/** OTLP's severity numbers, 1 to 24: four a name. */
const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
const WARN = 13;
const ERROR = 17;

/** Log records with their offset from the span's start, as events are shown. */
export function logRows(logs: readonly SpanLog[], spanStartEpochNs: string, copy: Copy): readonly HTMLElement[] {
  return logs.map((log) => {
    const offsetNs = Number(BigInt(log.epochNs) - BigInt(spanStartEpochNs));
    return el(
      'div',
      { class: 'event' },
      el(
        'div',
        { class: 'event-head' },
        el(
          'span',
          { class: `log-severity ${toneOf(log)}` },
          visibleText(log.severity || severityName(log.severityNumber)),
        ),
        el(
          'span',
          { class: 'event-offset', title: formatEpoch(log.epochNs) },
          `${offsetNs < 0 ? '' : '+'}${formatDuration(offsetNs)}`,
        ),
      ),
      el('div', { class: 'log-body' }, ...foldedText(log.body)),
      ...log.attributes.map((attribute) => attributeRow(attribute, copy)),
    );
  });
}

/** What there is to say of the logs as a whole. */
export function logNote(text: string): HTMLElement {
  return el('p', { class: 'log-note' }, text);
}

function severityName(severityNumber: number): string {
  return SEVERITIES[Math.ceil(severityNumber / 4) - 1] ?? 'log';
}

function toneOf({ severityNumber, severity }: SpanLog): string {
  if (severityNumber >= ERROR || /^(?:error|fatal|critical)/i.test(severity)) return 'error';
  return severityNumber >= WARN || /^warn/i.test(severity) ? 'warning' : '';
}
