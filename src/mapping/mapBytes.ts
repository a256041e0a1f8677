import { classifyPath, folderOf, isAbsolute, pathText, resolvePath } from '../core/paths.ts';
import { Problem } from '../core/problem.ts';
import {
  findSourceMappingUrl,
  MAX_INLINE_MAP_BYTES,
  SOURCE_MAPPING_MARK,
  type SourceMappingUrl,
  type SourceMappingUrlRefusal,
} from '../core/sourceMappingUrl.ts';
import type { GatedFile, PathGate } from './pathGate.ts';

/** The bytes of a generated file's source map and the file that holds them: the generated one for an inline map. */
export interface MapBytes {
  readonly holder: GatedFile;
  readonly bytes: ArrayBuffer;
}

/** As the parser's gate: a larger one would be read to be refused. */
const MAX_MAP_BYTES = 64 * 2 ** 20;
/** Enough for the comment that names an external map. */
const TAIL_BYTES = 64 * 2 ** 10;
/** An inline map in base64 is a third longer, in percent encoding up to three times. */
const INLINE_TAIL_BYTES = 3 * MAX_INLINE_MAP_BYTES + TAIL_BYTES;

const REFUSALS: Readonly<Record<SourceMappingUrlRefusal, string>> = {
  'too-long': 'its address is too long',
  'too-large': `it is inline and over ${MAX_INLINE_MAP_BYTES / 2 ** 20} MiB`,
  'data-type': 'it is inline, but not JSON text',
  scheme: 'it is not beside the file, and Spanline makes no request for it',
  absolute: 'its path is absolute',
  encoding: 'its percent encoding is broken',
  'not-a-map-file': 'its name does not end in .map',
};

/**
 * Finds and reads the source map of a generated file: inline, the relative `.map` file that it names, or the one called like it
 * with `.map` behind. `undefined` when it has none. Rejects with a Problem when it names one that cannot be used.
 */
export async function readMapBytes(gate: PathGate, generated: GatedFile): Promise<MapBytes | undefined> {
  const url = await findUrl(gate, generated);
  if (url?.kind === 'inline') return { holder: generated, bytes: decodeInline(url) };
  if (url?.kind === 'file') {
    const named = await besideOf(gate, generated, url.path);
    if (named) return readMap(gate, named);
  }
  const neighbour = await gate.check(`${generated.path}.map`);
  if (neighbour.state === 'inside') return readMap(gate, neighbour.file);
  if (url === undefined) return undefined;
  if (url.kind === 'refused')
    throw new Problem('refused', `The map it names is not opened because ${REFUSALS[url.reason]}.`);
  throw new Problem('not-found', `The map it names, ${url.path.slice(-200)}, is not in the workspace.`);
}

async function findUrl(gate: PathGate, generated: GatedFile): Promise<SourceMappingUrl | undefined> {
  const tail = bufferOf(await gate.readTail(generated, TAIL_BYTES));
  if (tail.includes(SOURCE_MAPPING_MARK)) {
    const url = findSourceMappingUrl(tail.toString('utf8'));
    if (url) return url;
  }
  if (generated.sizeBytes <= TAIL_BYTES) return undefined;
  // An inline map is in the comment, which then begins far further up.
  const long = bufferOf(await gate.readTail(generated, INLINE_TAIL_BYTES));
  const mark = long.lastIndexOf(SOURCE_MAPPING_MARK);
  if (mark < 0) return undefined;
  return findSourceMappingUrl(long.toString('utf8', Math.max(0, mark - TAIL_BYTES)));
}

/** A relative path from the comment, through the gate like any path that we did not write (security.md T20). */
async function besideOf(gate: PathGate, generated: GatedFile, relative: string): Promise<GatedFile | undefined> {
  const folder = classifyPath(generated.path);
  const path = classifyPath(relative);
  if (path.kind !== 'relative' || !isAbsolute(folder)) return undefined;
  const answer = await gate.check(pathText(resolvePath(folderOf(folder), path)));
  // The name is checked again: a link `x.map` may lead to any file of the workspace.
  return answer.state === 'inside' && /\.map$/i.test(answer.file.realPath) ? answer.file : undefined;
}

async function readMap(gate: PathGate, file: GatedFile): Promise<MapBytes> {
  const bytes = await gate.read(file, MAX_MAP_BYTES);
  return { holder: file, bytes: ownBuffer(bytes) };
}

function decodeInline({ encoding, data }: SourceMappingUrl & { readonly kind: 'inline' }): ArrayBuffer {
  if (encoding === 'base64') return ownBuffer(Buffer.from(data, 'base64'));
  try {
    return ownBuffer(Buffer.from(decodeURIComponent(data)));
  } catch (error) {
    throw new Problem('malformed', 'The inline map has broken percent encoding.', { cause: error });
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A message to a worker takes whole buffers; Node's small ones share one. */
function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes;
  const isWhole = buffer instanceof ArrayBuffer && byteOffset === 0 && byteLength === buffer.byteLength;
  return isWhole ? buffer : new Uint8Array(bytes).buffer;
}
