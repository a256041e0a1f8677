import { expect, test } from 'vitest';
import { changeSince } from '../../../src/latency/baseline.ts';
import { DEFAULT_TEMPLATE, lensText, type LensFacts } from '../../../src/latency/lensText.ts';

const stats = {
  count: 1234,
  errors: 4,
  sumNs: 20e9,
  p50Ns: 12e6,
  p95Ns: 80e6,
  p99Ns: 210e6,
  maxNs: 300e6,
};

function facts(more: Partial<LensFacts>): LensFacts {
  return {
    stats,
    minimumCount: 5,
    window: 'hour',
    source: undefined,
    change: undefined,
    selfShare: undefined,
    ...more,
  };
}

test.each([
  [stats, 'p50 12 ms · p95 80 ms · p99 210 ms · 1.2k calls · 0.3 % errors'],
  [{ ...stats, errors: 0 }, 'p50 12 ms · p95 80 ms · p99 210 ms · 1.2k calls'],
  [{ ...stats, count: 3, errors: 3 }, '3 calls, too few for percentiles · max 300 ms · 100 % errors'],
  [{ ...stats, count: 1, errors: 0 }, '1 call, too few for percentiles · max 300 ms'],
  [{ ...stats, count: 2e6, errors: 1 }, 'p50 12 ms · p95 80 ms · p99 210 ms · 2M calls · < 0.1 % errors'],
])('%j', (given, text) => {
  expect(lensText(facts({ stats: given }), DEFAULT_TEMPLATE)).toBe(text);
});

test.each([
  ['{p95}', '80 ms'],
  ['{mean} of {total} · {self}', '16.2 ms of 20 s · self 42 %'],
  ['{source}, last {window}', 'local store, last hour'],
  ['nothing to fill in', 'nothing to fill in'],
  ['{nonsense} · {p50}', '12 ms'],
  ['{__proto__} · {constructor} · {p50}', '12 ms'],
  ['', ''],
])('the template %j', (template, text) => {
  expect(lensText(facts({ selfShare: 0.42 }), template)).toBe(text);
});

test('what a source does not tell is left out', () => {
  const told = { ...stats, sumNs: undefined, maxNs: undefined, p99Ns: undefined };
  expect(
    lensText(facts({ stats: told, source: 'Prometheus' }), `${DEFAULT_TEMPLATE} · {max} · {total} · {source}`),
  ).toBe('p50 12 ms · p95 80 ms · 1.2k calls · 0.3 % errors · Prometheus');
});

test('a change is told by p95 where there are calls enough, by the median of few, and not at all within noise', () => {
  const before = { label: '1.2.0', stats: { ...stats, p95Ns: 65e6, p50Ns: 24e6 } };
  const change = changeSince(stats, before, 5);
  expect(lensText(facts({ change }), '{p50} · {change}')).toBe('12 ms · p95 +23 % since 1.2.0');
  const few = changeSince({ ...stats, count: 8 }, before, 5);
  expect(lensText(facts({ change: few }), '{change}')).toBe('p50 −50 % since 1.2.0');
  expect(changeSince({ ...stats, count: 4 }, before, 5)).toBeUndefined();
  expect(changeSince(stats, { label: 'x', stats: { ...stats, p95Ns: 78e6 } }, 5)).toBeUndefined();
  expect(changeSince(stats, { label: 'x', stats: { ...stats, p95Ns: 0 } }, 5)).toBeUndefined();
  expect(changeSince(stats, undefined, 5)).toBeUndefined();
});

test('who counted is always named when it was not the local store', () => {
  expect(lensText(facts({ source: 'Tempo' }), '{p95}')).toBe('80 ms · Tempo');
  expect(lensText(facts({ source: 'Tempo' }), '{source}: {p95}')).toBe('Tempo: 80 ms');
  expect(lensText(facts({ source: 'Tempo', stats: { ...stats, count: 2, errors: 0 } }), '{p95}')).toBe(
    '2 calls, too few for percentiles · max 300 ms · Tempo',
  );
});
