import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repo } from '../../../scripts/lib/repo.mjs';
import { parseTraceId, type TraceId } from '../../../src/core/ids.ts';
import { sampleTraces, checkoutTraceId, shortTraceId } from '../../support/servers/sampleTraces.ts';

/** What is sent to all servers: OTLP JSON, and the traces in it. */
export interface SentTraces {
  readonly bodies: readonly string[];
  readonly traceIds: readonly TraceId[];
}

/** Some seconds ago, on a microsecond as no real clock is, so that nanoseconds which are lost show. */
const SECONDS_AGO = 20n;

/** Traces with one of everything (links, events, nested attributes, 64-bit values), under IDs of their own. */
export function generatedTraces(nowEpochMs: number): SentTraces {
  const startNs = BigInt(nowEpochMs) * 1_000_000n - SECONDS_AGO * 1_000_000_000n + 123n;
  const own = randomBytes(16).toString('hex');
  const short = `${'0'.repeat(16)}${randomBytes(8).toString('hex')}`;
  const body = JSON.stringify(sampleTraces(startNs)).replaceAll(checkoutTraceId, own).replaceAll(shortTraceId, short);
  return { bodies: [body], traceIds: [own, short].map((id) => parseTraceId(id)!) };
}

/** What the shop's SDK really sent, moved to the present: every time by the same amount. */
export function shopTraces(nowEpochMs: number): SentTraces {
  const folder = path.join(repo, 'test/fixtures/shop/otlp-json');
  const captured = readdirSync(folder)
    .toSorted()
    .map((file) => readFileSync(path.join(folder, file), 'utf8'));
  const all = captured.join('\n');
  const newestNs = [...all.matchAll(/"endTimeUnixNano":"(\d+)"/g)].reduce(
    (newest, [, ns]) => (BigInt(ns!) > newest ? BigInt(ns!) : newest),
    0n,
  );
  const byNs = BigInt(nowEpochMs) * 1_000_000n - SECONDS_AGO * 1_000_000_000n - newestNs;
  const ids = [...new Set([...all.matchAll(/"traceId":"([0-9a-f]{32})"/g)].map(([, id]) => id!))];
  // Under IDs of their own, lest a server merges two runs.
  const renamed = new Map(ids.map((id) => [id, randomBytes(16).toString('hex')]));
  const moved = captured.map((body) =>
    body
      .replaceAll(
        /("(?:\w+Time|time)UnixNano":")(\d+)"/g,
        (_, key: string, ns: string) => `${key}${BigInt(ns) + byNs}"`,
      )
      .replaceAll(/[0-9a-f]{32}/g, (id) => renamed.get(id) ?? id),
  );
  return { bodies: moved, traceIds: [...renamed.values()].map((id) => parseTraceId(id)!) };
}

/** Posts them to an OTLP receiver. */
export async function send({ bodies }: SentTraces, otlpUrl: string): Promise<void> {
  for (const body of bodies) {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${otlpUrl}/v1/traces`, { method: 'POST', headers, body });
    if (answer.status !== 200) throw new Error(`The receiver answered ${answer.status}: ${await answer.text()}`);
  }
}
