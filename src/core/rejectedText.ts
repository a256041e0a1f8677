import { counted } from './counted.ts';
import type { RejectedCount, RejectReason } from './protocol.ts';

const WHY: Readonly<Record<RejectReason, string>> = {
  'trace-id': 'no valid trace ID',
  'span-id': 'no valid span ID',
  'malformed-span': 'no readable content',
  'broken-line': 'no readable line',
};

/** Says what could not be kept and why; `undefined` when everything was. */
export function rejectedText(rejected: readonly RejectedCount[]): string | undefined {
  const parts = rejected
    .filter(({ count }) => count > 0)
    .map(({ reason, count }) =>
      reason === 'broken-line'
        ? counted(count, 'line that could not be read')
        : `${counted(count, 'span')} with ${WHY[reason]}`,
    );
  return parts.length === 0 ? undefined : `Left out: ${parts.join(', ')}.`;
}
