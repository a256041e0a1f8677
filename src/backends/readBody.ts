import { pipeline, type Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';

export interface Body {
  readonly bytes: ArrayBuffer;
  /** Whether the limit came first: `bytes` is a beginning. */
  readonly truncated: boolean;
}

const INFLATE_CHUNK_BYTES = 65_536;
/** Copying 8 MiB takes a few milliseconds; the host's event loop gets a turn after each. */
const COPY_BYTES = 8 * 1_048_576;

/**
 * Collects a body of at most `maxBytes` after inflation. Streaming, so that a bomb (291 kB of gzip for 300 MB) costs no
 * more memory than the limit: axios inflates as well, but answers `Content-Encoding: a, b` and brotli by guessing.
 */
export async function readBody(source: Readable, gzip: boolean, maxBytes: number): Promise<Body> {
  // pipeline also carries errors of the source on; the callback is where they would be reported a second time.
  const plain = gzip ? pipeline(source, createGunzip({ chunkSize: INFLATE_CHUNK_BYTES }), () => undefined) : source;
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  let truncated = false;
  for await (const chunk of plain as AsyncIterable<Uint8Array>) {
    const room = maxBytes - byteCount;
    truncated = chunk.byteLength > room;
    chunks.push(truncated ? chunk.subarray(0, room) : chunk);
    byteCount += Math.min(chunk.byteLength, room);
    if (truncated) break;
  }
  return { bytes: await joined(chunks, byteCount), truncated };
}

async function joined(chunks: readonly Uint8Array[], byteCount: number): Promise<ArrayBuffer> {
  const whole = new Uint8Array(byteCount);
  let at = 0;
  let pause = COPY_BYTES;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
    if (at < pause) continue;
    pause = at + COPY_BYTES;
    await setImmediate();
  }
  return whole.buffer;
}
