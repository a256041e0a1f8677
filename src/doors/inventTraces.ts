import type { TraceId } from '../core/ids.ts';
import type { FoundTrace } from '../core/searchProtocol.ts';
import type { EpochRange } from '../core/timeWindow.ts';

/** Traces made up by numbers: the same seed gives the same traces, so that two sources may have some in common. */
export interface Invention {
  readonly seed: number;
  readonly count: number;
  /** Number of the first one. */
  readonly from?: number;
  /** The part of the searched time they lie in, 0 to 1; all of it when it is not said. */
  readonly between?: readonly [number, number];
}

interface Kind {
  readonly service: string;
  readonly name: string;
  readonly typicalMs: number;
  readonly spans: number;
  readonly errorShare: number;
  readonly services: readonly string[];
}

const KINDS: readonly Kind[] = [
  kind('gateway', 'GET /products', 24, 9, 0.004, 'catalog', 'redis'),
  kind('gateway', 'GET /products/{id}', 14, 6, 0.004, 'catalog', 'redis'),
  kind('gateway', 'POST /cart/items', 48, 14, 0.01, 'cart', 'redis', 'inventory'),
  kind('gateway', 'POST /checkout', 420, 41, 0.09, 'orders', 'payment', 'inventory', 'postgres', 'mailer'),
  kind('orders', 'consume order.placed', 180, 22, 0.03, 'inventory', 'postgres', 'mailer'),
  kind('mailer', 'send confirmation', 900, 4, 0.05, 'smtp-relay'),
  kind('scheduler', 'reindex catalog', 21_000, 380, 0.02, 'catalog', 'postgres', 'search-index'),
  kind('auth', 'POST /token', 8, 3, 0.015, 'redis'),
];
/** Of a hundred traces: most are quick reads. */
const SHARES = [30, 24, 14, 10, 8, 5, 1, 8];

/** When the payment provider was slow: as parts of the searched time. */
const INCIDENT = { from: 0.58, to: 0.68 };

export function inventTraces(
  source: string,
  { seed, count, from = 0, between = [0, 1] }: Invention,
  range: EpochRange,
): readonly FoundTrace[] {
  const spanMs = Number((range.toEpochNs - range.fromEpochNs) / 1_000_000n);
  return Array.from({ length: count }, (_, i) => {
    const random = randomOf(seed * 1_000_003 + from + i);
    const at = between[0] + (between[1] - between[0]) * random();
    const kind = kindOf(random() * 100);
    const isSlow = at > INCIDENT.from && at < INCIDENT.to && kind.services.includes('payment');
    const durationMs = kind.typicalMs * Math.exp(0.55 * normal(random)) * (isSlow ? 6 + 5 * random() : 1);
    const failed = random() < (isSlow ? 0.5 : kind.errorShare);
    const spans = Math.max(1, Math.round(kind.spans * (0.7 + 0.6 * random())));
    return {
      source,
      traceId: Array.from({ length: 4 }, () => hex(random)).join('') as TraceId,
      rootService: kind.service,
      rootName: kind.name,
      rootSpanId: undefined,
      startEpochNs: String(range.fromEpochNs + BigInt(Math.floor(at * spanMs)) * 1_000_000n),
      durationNs: Math.round(durationMs * 1e6),
      spans,
      errors: failed ? 1 + Math.floor(random() * 4) : 0,
      services: [kind.service, ...kind.services],
      matched: undefined,
    };
  });
}

function kind(
  service: string,
  name: string,
  typicalMs: number,
  spans: number,
  errorShare: number,
  ...services: string[]
): Kind {
  return { service, name, typicalMs, spans, errorShare, services };
}

function kindOf(percent: number): Kind {
  let left = percent;
  for (const [index, share] of SHARES.entries()) {
    if (left < share) return KINDS[index]!;
    left -= share;
  }
  return KINDS[0]!;
}

/** Mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  next();
  return next;
}

/** By Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function hex(random: () => number): string {
  return Math.floor(random() * 4_294_967_296)
    .toString(16)
    .padStart(8, '0');
}
