import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const SCRIPT = `
  import { createRequire } from 'node:module';
  const { cache } = createRequire(import.meta.url);
  const loaded = () => Object.keys(cache).filter((file) => file.includes('grpc-js')).length > 0;
  const { GrpcReceiver } = await import(process.argv[1]);
  const { RECEIVER_DEFAULTS } = await import(process.argv[2]);
  const receiver = new GrpcReceiver({}, RECEIVER_DEFAULTS, () => {});
  const before = loaded();
  await receiver.start(0);
  const after = loaded();
  await receiver.stop();
  console.log(JSON.stringify({ before, after }));
`;

test('grpc-js is loaded when gRPC is turned on, not before', async () => {
  const sources = ['grpc/grpcReceiver.ts', 'receiver/receiverLimits.ts'].map(
    (name) => new URL(`../../../src/collector/${name}`, import.meta.url).href,
  );
  const args = ['--input-type=module', '--eval', SCRIPT, ...sources];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(JSON.parse(stdout)).toEqual({ before: false, after: true });
});
