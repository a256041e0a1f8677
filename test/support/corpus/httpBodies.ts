import { gzipSync } from 'node:zlib';
import { exportJson, jsonBytes } from '../../unit/collector/support/payloads.ts';

const json = jsonBytes(exportJson({ service: 'shop', spans: [{ id: 1 }] }));
const gzip = gzipSync(json);

/** Bodies with one span, whole or damaged, by the names the manifest gives them. */
export const HTTP_BODIES: Readonly<Record<string, Uint8Array>> = {
  json,
  gzip,
  'gzip-cut': gzip.subarray(0, gzip.length / 2),
  // CRC-32 and length are the last eight bytes.
  'gzip-without-trailer': gzip.subarray(0, -8),
  'gzip-wrong-checksum': Buffer.concat([gzip.subarray(0, -8), Buffer.alloc(8, 0xee)]),
  'gzip-of-nothing': gzipSync(''),
  'gzip-two-members': Buffer.concat([gzipSync(json.subarray(0, 40)), gzipSync(json.subarray(40))]),
  'gzip-twice': gzipSync(gzip),
};
