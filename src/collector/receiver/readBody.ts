import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { BodyCoding } from './bodyCoding.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import type { ReceiverLimits } from './receiverLimits.ts';
import { Refusal } from './refusal.ts';

/** A whole body, inflated. It counts against the budget until it is released. */
export interface ReceivedBody {
  readonly bytes: Uint8Array;
  release(): void;
}

/** Larger than zlib's 16 KiB: a 64 MiB body is a thousand pieces, not four thousand. */
const INFLATE_PIECE_BYTES = 64 * 1024;

/**
 * Reads and inflates a body piece by piece and stops at the first byte past a limit, so that a small gzip never becomes
 * large in memory. Rejects with a {@link Refusal}; the request is then paused, with the rest of its body unread.
 */
export function readBody(
  request: IncomingMessage,
  coding: BodyCoding,
  limits: ReceiverLimits,
  budget: MemoryBudget,
): Promise<ReceivedBody> {
  if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) return Promise.reject(tooLarge(limits));
  return new Promise((resolve, reject) => {
    const gunzip = coding === 'gzip' ? createGunzip({ chunkSize: INFLATE_PIECE_BYTES }) : undefined;
    const inflated: Readable = gunzip ?? request;
    const parts: Buffer[] = [];
    let inflatedBytes = 0;
    let sentBytes = 0;
    let settled = false;

    const fail = (why: Refusal): void => {
      if (settled) return;
      settled = true;
      request.unpipe().pause();
      gunzip?.destroy();
      budget.give(inflatedBytes);
      parts.length = 0;
      reject(why);
    };

    inflated.on('data', (part: Buffer) => {
      if (settled) return;
      if (inflatedBytes + part.length > limits.bodyBytes) fail(tooLarge(limits));
      else if (budget.take(part.length)) {
        inflatedBytes += part.length;
        parts.push(part);
      } else fail(tooBusy());
    });
    inflated.on('end', () => {
      if (settled) return;
      settled = true;
      const held = inflatedBytes;
      resolve({
        bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts, inflatedBytes),
        release: () => budget.give(held),
      });
    });
    request.on('error', () => fail(clientGone()));
    request.on('close', () => {
      if (!request.complete) fail(clientGone());
    });
    if (gunzip) {
      // Empty gzip members inflate to nothing, so what arrives is bounded too.
      request.on('data', (part: Buffer) => {
        sentBytes += part.length;
        if (sentBytes > limits.bodyBytes) fail(tooLarge(limits));
      });
      gunzip.on('error', (cause) => fail(badGzip(cause)));
      request.pipe(gunzip);
    }
  });
}

function tooLarge(limits: ReceiverLimits): Refusal {
  const mebibytes = limits.bodyBytes / 1024 / 1024;
  // Closed, so that the unread rest is not taken for another request.
  return new Refusal(413, 'too-large', `The body is larger than ${mebibytes} MiB uncompressed: send smaller batches.`, {
    Connection: 'close',
  });
}

function tooBusy(): Refusal {
  return new Refusal(503, 'memory', 'Too many large requests at once: retry in a second.', {
    'Retry-After': '1',
    Connection: 'close',
  });
}

function clientGone(): Refusal {
  return new Refusal(400, 'client-gone', 'The connection ended before the body did.');
}

function badGzip(cause: Error): Refusal {
  return new Refusal(
    400,
    'gzip',
    `The body is not the gzip that its Content-Encoding says: ${cause.message}.`,
    {},
    { cause },
  );
}
