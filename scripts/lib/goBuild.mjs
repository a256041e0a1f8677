import { onPath } from './onPath.mjs';
import { Refusal } from './Refusal.mjs';
import { runQuietly } from './runQuietly.mjs';

/**
 * Compiles a Go program exactly as its go.mod and go.sum pin it.
 * @param {{
 *   readonly source: string,
 *   readonly main: string,
 *   readonly tags: readonly string[],
 *   readonly stamp: string | undefined,
 *   readonly output: string,
 * }} options `source`: the folder with the go.mod; `stamp`: a `variable=value` for the linker
 * @throws {Refusal} if there is no Go, or the build fails
 */
export async function goBuild({ source, main, tags, stamp, output }) {
  if (onPath('go') === undefined) {
    throw new Refusal('It is compiled from source, and there is no `go` on the PATH. Install Go 1.26 or later.');
  }
  // Without symbols: half the size, and nobody debugs these.
  const linker = ['-s', '-w', ...(stamp === undefined ? [] : [`-X=${stamp}`])].join(' ');
  const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', `-tags=${tags.join(',')}`, `-ldflags=${linker}`];
  await runQuietly('go', ['build', ...flags, '-o', output, main], source);
}
