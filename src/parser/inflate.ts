import { gunzipSync } from 'node:zlib';
import { Problem } from '../core/problem.ts';

/** Inflated size at which a file is refused: 1 GiB holds about 1.5 million spans of JSON. */
const MAX_INFLATED_BYTES = 2 ** 30;

/** Gzip content inflated, told by its magic number; other bytes come back as they are. */
export function inflate(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_INFLATED_BYTES });
  } catch (thrown) {
    if (thrown instanceof RangeError || (thrown as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new Problem('too-large', 'It inflates to more than 1 GiB.', { cause: thrown });
    throw new Problem('malformed', 'The gzip data is broken or cut short.', { cause: thrown });
  }
}
