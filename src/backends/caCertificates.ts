import { open } from 'node:fs/promises';
import { Problem } from '../core/problem.ts';

/** A bundle of all public authorities is a quarter of this. */
const MAX_CA_BYTES = 1_048_576;

/**
 * The certificates of a PEM file.
 * @throws {Problem} `malformed` or `not-found` naming the file
 */
export async function caCertificates(file: string, who: string): Promise<readonly string[]> {
  const text = await textOf(file, who);
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length > 0) return certificates;
  throw new Problem('malformed', `The "caFile" of ${who}, ${file}, holds no certificate in PEM.`);
}

async function textOf(file: string, who: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > MAX_CA_BYTES) throw new Problem('too-large', `The "caFile" of ${who}, ${file}, is over 1 MiB.`);
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (thrown instanceof Problem) throw thrown;
    throw new Problem('not-found', `The "caFile" of ${who}, ${file}, cannot be read.`);
  }
}
