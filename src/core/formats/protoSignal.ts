import { Problem } from '../problem.ts';
import { ProtoReader, WIRE_BYTES, WIRE_FIXED64 } from './protoReader.ts';

/** What the entries of an OTLP message are; `none` when it has no entries, undefined when it is no OTLP message. */
export type ProtoSignal = 'traces' | 'logs' | 'metrics' | 'none' | undefined;

/**
 * Tells TracesData from LogsData and MetricsData, which are framed alike: lists of a resource (1) and lists (2) of a scope (1) and
 * entries (2). The first entry decides: a span begins with two IDs, a log record with a time (1 or 11), a metric has its points
 * in one of five fields. In doubt it is a span.
 */
export function protoSignal(bytes: Uint8Array, start = 0, end = bytes.length): ProtoSignal {
  const outer = new ProtoReader(bytes).enter(start, end);
  const middle = new ProtoReader(bytes);
  const inner = new ProtoReader(bytes);
  let signal: ProtoSignal = 'none';
  try {
    while (outer.next()) {
      if (outer.field !== 1 || outer.wire !== WIRE_BYTES) return undefined;
      middle.enter(outer.start, outer.stop);
      while (middle.next()) {
        if (signal !== 'none' || middle.field !== 2 || middle.wire !== WIRE_BYTES) continue;
        inner.enter(middle.start, middle.stop);
        while (inner.next())
          if (signal === 'none' && inner.field === 2 && inner.wire === WIRE_BYTES)
            signal = signalOfEntry(bytes, inner.start, inner.stop);
      }
    }
    return signal;
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}

/** Metric: gauge = 5, sum = 7, histogram = 9, exponential_histogram = 10, summary = 11. */
function signalOfEntry(bytes: Uint8Array, start: number, end: number): 'traces' | 'logs' | 'metrics' {
  const reader = new ProtoReader(bytes).enter(start, end);
  let traceId = false;
  let points = false;
  try {
    while (reader.next()) {
      const { field, wire } = reader;
      if ((field === 1 || field === 11) && wire === WIRE_FIXED64) return 'logs';
      if ((field === 7 || field === 8) && wire === WIRE_FIXED64) return 'traces';
      if (field === 1 && wire === WIRE_BYTES) traceId = reader.stop - reader.start === 16;
      if ([5, 7, 9, 10, 11].includes(field) && wire === WIRE_BYTES) points = true;
    }
  } catch (thrown) {
    // A broken span costs only itself, later.
    if (!(thrown instanceof Problem)) throw thrown;
  }
  return points && !traceId ? 'metrics' : 'traces';
}
