import type { SpanKind } from '../core/span.ts';
import type { LatencyExemplar, OperationLatency } from './latencySource.ts';

type Draft = { -readonly [K in keyof OperationLatency]: OperationLatency[K] };

/** A number of an operation, as servers answer them: one list a number. */
export type LatencyNumber = 'count' | 'errors' | 'p50Ns' | 'p95Ns' | 'p99Ns';

/** The quantiles that are asked for. */
export const QUANTILES: readonly (readonly [quantile: number, name: LatencyNumber])[] = [
  [0.5, 'p50Ns'],
  [0.95, 'p95Ns'],
  [0.99, 'p99Ns'],
];

/** As many traces as anybody looks at for one operation. */
const MAX_EXEMPLARS = 5;

/** Puts together, operation by operation, what servers tell number by number. */
export class LatencyTable {
  readonly #service: string;
  readonly #rows = new Map<string, Draft>();

  constructor(service: string) {
    this.#service = service;
  }

  /** Numbers that are none (no spans in the time) are left out; counts of one operation add up. */
  add(operation: string, kind: SpanKind | undefined, number: LatencyNumber, value: number): void {
    if (operation === '' || !Number.isFinite(value) || value < 0) return;
    const row = this.#row(operation, kind);
    row[number] = number === 'count' || number === 'errors' ? (row[number] ?? 0) + value : value;
  }

  addExemplar(operation: string, kind: SpanKind | undefined, exemplar: LatencyExemplar): void {
    if (operation === '') return;
    const row = this.#row(operation, kind);
    row.exemplars = [...row.exemplars, exemplar]
      .sort((a, b) => b.durationNs - a.durationNs)
      .filter((one, at, all) => all.findIndex(({ traceId }) => traceId === one.traceId) === at)
      .slice(0, MAX_EXEMPLARS);
  }

  /** Operations without a single span in the time are left out. */
  rows(): readonly OperationLatency[] {
    const rows = [...this.#rows.values()];
    for (const row of rows) {
      row.count = whole(row.count);
      row.errors = whole(row.errors);
    }
    return rows.filter(({ count, p50Ns }) => count !== 0 && (count !== undefined || p50Ns !== undefined));
  }

  #row(operation: string, kind: SpanKind | undefined): Draft {
    const key = `${kind ?? ''} ${operation}`;
    let row = this.#rows.get(key);
    if (!row) {
      const numbers = { count: undefined, errors: undefined, p50Ns: undefined, p95Ns: undefined, p99Ns: undefined };
      row = { service: this.#service, operation, kind, ...numbers, exemplars: [] };
      this.#rows.set(key, row);
    }
    return row;
  }
}

/** Rates and extrapolated increases are no whole numbers; something that happened is at least one. */
function whole(count: number | undefined): number | undefined {
  return count === undefined || count === 0 ? count : Math.max(1, Math.round(count));
}
