import type { OpenedTrace } from '../core/protocol.ts';

/** One trace as `inspect` prints it. Times are decimal nanoseconds since the epoch, durations nanoseconds. */
export function traceLine({ header, summary }: OpenedTrace): object {
  return {
    traceId: summary.traceId,
    rootService: summary.rootService,
    rootName: summary.rootName,
    startUnixNano: summary.startEpochNs,
    durationNs: summary.durationNs,
    spans: summary.spans,
    services: [...summary.services].sort(),
    errors: summary.errors,
    orphans: header.warnings.find(({ repair }) => repair === 'orphan')?.count ?? 0,
    warnings: header.warnings.map(({ repair, count }) => `${repair}: ${count}`),
  };
}
