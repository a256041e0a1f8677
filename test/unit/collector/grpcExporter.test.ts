import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { GrpcReceiver } from '../../../src/collector/grpc/grpcReceiver.ts';
import { RECEIVER_DEFAULTS } from '../../../src/collector/receiver/receiverLimits.ts';
import { memorySink } from './support/memorySink.ts';

const SHOP = fileURLToPath(new URL('../../shop/', import.meta.url));
/** The exporter is installed with the sample shop, which `npm test` sees to. */
const isInstalled = existsSync(`${SHOP}node_modules/@opentelemetry/exporter-trace-otlp-grpc`);

test.runIf(isInstalled).each(['none', 'gzip'])(
  "OpenTelemetry's own gRPC exporter is understood (%s)",
  async (compression) => {
    const sink = memorySink();
    const receiver = new GrpcReceiver(sink, RECEIVER_DEFAULTS, () => {});
    onTestFinished(async () => void (await receiver.stop()));
    const state = await receiver.start(0);
    const port = state.state === 'on' ? state.port : 0;
    const args = ['exportOverGrpc.mjs', `http://localhost:${port}`, '700', compression];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: SHOP });
    expect([stdout.trim(), stderr]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), '']);
    expect(sink.kept.reduce((sum, spans) => sum + spans, 0)).toBe(700);
    expect(sink.kept.length).toBeGreaterThan(1);
    expect(sink.refused).toEqual([]);
  },
);
