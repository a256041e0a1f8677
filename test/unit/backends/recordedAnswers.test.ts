import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorText } from '../../../src/backends/errorText.ts';
import { parseTraceId } from '../../../src/core/ids.ts';
import type { TraceFormat } from '../../../src/core/protocol.ts';
import { compareTrace, type Losses } from '../../backends/support/comparison.ts';
import { backendAt } from '../../backends/support/backendAt.ts';
import { JAEGER_LEGACY_LOSSES } from '../../backends/support/jaegerLegacyLosses.ts';
import { JAEGER_LOSSES } from '../../backends/support/jaegerLosses.ts';
import { ZIPKIN_LOSSES } from '../../backends/support/zipkinLosses.ts';
import { searchTraces } from '../../backends/support/searchTraces.ts';
import { checkoutTraceId, sampleTraces } from '../../support/servers/sampleTraces.ts';
import { RECORDED, recordedAnswers, recordedServer } from './recordedServer.ts';

/* What real servers answered, so that these are tested where no server is; `npm run test:backends` asks the servers themselves. */
const START_NS = BigInt(Date.UTC(2026, 10, 24, 10, 0, 0)) * 1_000_000n;
const id = parseTraceId(checkoutTraceId)!;
const sent = { bodies: [JSON.stringify(sampleTraces(START_NS))], traceIds: [id] };
const asSent: Losses = { sent: (span) => span, got: (span) => span };
const signal = new AbortController().signal;

test.each<[string, TraceFormat, Losses]>([
  ['collector/traces.jsonl', 'otlp-jsonl', asSent],
  ['collector/traces.binpb', 'otlp-protobuf-frames', asSent],
  ['jaeger/v3-trace.json', 'otlp-json', JAEGER_LOSSES],
  ['jaeger/trace.json', 'jaeger-json', JAEGER_LEGACY_LOSSES],
  ['zipkin/trace.json', 'zipkin-json', ZIPKIN_LOSSES],
])('%s holds the trace that was sent', (file, format, losses) => {
  const chunk = new Uint8Array(readFileSync(path.join(RECORDED, file))).buffer;
  expect(compareTrace(sent, id, { format, chunks: [chunk] }, losses)).toBe(5);
});

describe.each(['jaeger', 'zipkin'])('%s', (kind) => {
  test('answers our client', async () => {
    const { origin } = await recordedServer(kind);
    const backend = backendAt(kind, origin);
    expect((await backend.services(signal)).toSorted()).toEqual(['payment', 'shop-web']);
    expect((await backend.health(signal)).sentence).toContain('2 services');
    expect(
      compareTrace(sent, id, await backend.getTrace(id, signal), kind === 'jaeger' ? JAEGER_LOSSES : ZIPKIN_LOSSES),
    ).toBe(5);
    const { ids } = await searchTraces(backend, 'service:shop-web from:2026-11-24 to:2026-11-25');
    expect(ids).toContain(id);
  });
});

test.each(['jaeger', 'zipkin', 'prometheus'])('errors of %s read as a line', (server) => {
  const errors = recordedAnswers(server).filter(({ status }) => status >= 400);
  expect(errors.length).toBeGreaterThan(1);
  for (const { file } of errors) {
    const text = errorText(readFileSync(path.join(RECORDED, server, file), 'utf8'));
    expect(text, file).toMatch(/^(?![{[])[^\n]+$/);
  }
});
