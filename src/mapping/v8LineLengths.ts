import { setImmediate } from 'node:timers/promises';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const LINE_SEPARATOR = '\u2028';
const PARAGRAPH_SEPARATOR = '\u2029';
const SEPARATOR_BYTES = 3;
/** Some two milliseconds' worth; then others have their turn. */
const LINES_A_TURN = 16_384;

/**
 * The bytes of each line of a UTF-8 text without its end, lines as V8 counts them: U+2028, U+2029 and a lone carriage return end one too.
 * No column of a line is past them, since a character takes at least a byte. `undefined` for more than `maxLines`.
 */
export async function v8LineLengths(bytes: Uint8Array, maxLines: number): Promise<Uint32Array | undefined> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const next = (end: number | string, from: number): number => {
    const at = text.indexOf(end, from);
    return at < 0 ? text.length : at;
  };
  let [feed, carriageReturn] = [next(LINE_FEED, 0), next(CARRIAGE_RETURN, 0)];
  let [line, paragraph] = [next(LINE_SEPARATOR, 0), next(PARAGRAPH_SEPARATOR, 0)];
  let lengths = new Uint32Array(1024);
  let start = 0;
  for (let count = 0; count < maxLines;) {
    const end = Math.min(feed, carriageReturn, line, paragraph);
    if (count === lengths.length) lengths = twiceAsLong(lengths);
    lengths[count++] = end - start;
    if (end === text.length) return lengths.slice(0, count);
    if (count % LINES_A_TURN === 0) await setImmediate();
    start = end + (end === line || end === paragraph ? SEPARATOR_BYTES : 1);
    // The feed of a carriage return and line feed is of the same end.
    if (end === carriageReturn && feed === start) start++;
    if (feed < start) feed = next(LINE_FEED, start);
    if (carriageReturn < start) carriageReturn = next(CARRIAGE_RETURN, start);
    if (line < start) line = next(LINE_SEPARATOR, start);
    if (paragraph < start) paragraph = next(PARAGRAPH_SEPARATOR, start);
  }
  return undefined;
}

function twiceAsLong(lengths: Uint32Array): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(2 * lengths.length);
  longer.set(lengths);
  return longer;
}
