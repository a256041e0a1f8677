import { commonSubsequence, type Pair } from './commonSubsequence.ts';
import type { Base1 } from './position.ts';

/**
 * Where a line of an old text is in a new one.
 * - `same`, `moved`: the same text, under the same or another number
 * - `changed`: it is not there; `line` is the nearest place: the same line but for its indentation, its place in a stretch that
 *   was replaced line by line, or where the replaced stretch begins
 */
export type LineTranslation = { readonly kind: 'same' | 'moved' | 'changed'; readonly line: Base1 };

/** A text's lines by number, from 0: equal lines have equal numbers. */
type Lines = Int32Array;

/** What is still to be compared, ends not included. */
interface Stretch {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** In UTF-16 code units. */
const MAX_TEXT_LENGTH = 2 * 2 ** 20;
const MAX_LINES = 50_000;
/** Real texts need two or three; each costs as much as the texts are long. */
const MAX_ROUNDS = 16;

/** The lines that an editor shows, at least one. `undefined` for a text over 2 Mi characters or 50,000 lines. */
export function splitLines(text: string): readonly string[] | undefined {
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/, MAX_LINES + 1);
  return lines.length <= MAX_LINES ? lines : undefined;
}

/**
 * Where `line` of the old text is in the new one, both from {@link splitLines}.
 * `undefined` when the old text has no such line or too much has changed to say.
 *
 * Common ends go first, then lines that both texts have once hold the rest together (as in patience diff, and so a call in a new
 * function is not taken for the same call in the next one), and only what is left between two of them is compared in full.
 */
export function translateLine(
  oldLines: readonly string[],
  newLines: readonly string[],
  line: Base1,
): LineTranslation | undefined {
  const at = line - 1;
  if (at >= oldLines.length) return undefined;
  const { before, after, kinds } = numbered(oldLines, newLines);
  const place = placeOf(before, after, kinds, at);
  const to = typeof place === 'number' ? place : elsewhere(before, after, at);
  if (to !== undefined) return { kind: to === at ? 'same' : 'moved', line: (to + 1) as Base1 };
  if (typeof place !== 'object') return undefined;
  return { kind: 'changed', line: (nearest(oldLines, newLines, place, at) + 1) as Base1 };
}

function numbered(
  oldLines: readonly string[],
  newLines: readonly string[],
): { readonly before: Lines; readonly after: Lines; readonly kinds: number } {
  const numbers = new Map<string, number>();
  const numberOf = (line: string): number => {
    const known = numbers.get(line);
    if (known !== undefined) return known;
    numbers.set(line, numbers.size);
    return numbers.size - 1;
  };
  const before = Int32Array.from(oldLines, numberOf);
  const after = Int32Array.from(newLines, numberOf);
  return { before, after, kinds: numbers.size };
}

/** The line's place in the new text, or the stretch that it was replaced with; `undefined` when it takes too long to tell. */
function placeOf(before: Lines, after: Lines, kinds: number, at: number): number | Stretch | undefined {
  let stretch: Stretch = { oldStart: 0, oldEnd: before.length, newStart: 0, newEnd: after.length };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const place = withoutEnds(before, after, stretch, at);
    if (typeof place === 'number' || place.newStart === place.newEnd) return place;
    stretch = place;
    const anchors = anchorsOf(before, after, kinds, stretch);
    if (anchors.length === 0) break;
    const between = betweenPairs(anchors, stretch, at);
    if (typeof between === 'number') return between;
    stretch = between;
  }
  const common = commonOf(before, after, kinds, stretch);
  if (common) return betweenPairs(common, stretch, at);
  const isGone = !after.subarray(stretch.newStart, stretch.newEnd).includes(before[at]!);
  return isGone ? stretch : undefined;
}

function withoutEnds(before: Lines, after: Lines, stretch: Stretch, at: number): number | Stretch {
  let { oldStart, oldEnd, newStart, newEnd } = stretch;
  while (oldStart < oldEnd && newStart < newEnd && before[oldStart] === after[newStart]) {
    oldStart++;
    newStart++;
  }
  while (oldStart < oldEnd && newStart < newEnd && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd--;
    newEnd--;
  }
  if (at < oldStart) return at - oldStart + newStart;
  return at < oldEnd ? { oldStart, oldEnd, newStart, newEnd } : at - oldEnd + newEnd;
}

/** The place that `at` is paired with, or the stretch between the pairs around it. */
function betweenPairs(pairs: readonly Pair[], stretch: Stretch, at: number): number | Stretch {
  let { oldStart, oldEnd, newStart, newEnd } = stretch;
  for (const [from, to] of pairs) {
    if (from === at) return to;
    if (from > at) {
      [oldEnd, newEnd] = [from, to];
      break;
    }
    [oldStart, newStart] = [from + 1, to + 1];
  }
  return { oldStart, oldEnd, newStart, newEnd };
}

/** The lines that both sides have once, and of those the most that kept their order. */
function anchorsOf(before: Lines, after: Lines, kinds: number, stretch: Stretch): readonly Pair[] {
  const { oldStart, oldEnd, newStart, newEnd } = stretch;
  const oldCounts = countsOf(before, kinds, oldStart, oldEnd);
  const newCounts = countsOf(after, kinds, newStart, newEnd);
  const newPlaces = new Int32Array(kinds);
  for (let to = newStart; to < newEnd; to++) newPlaces[after[to]!] = to;
  const pairs: Pair[] = [];
  for (let from = oldStart; from < oldEnd; from++) {
    const kind = before[from]!;
    if (oldCounts[kind] === 1 && newCounts[kind] === 1) pairs.push([from, newPlaces[kind]!]);
  }
  return longestRising(pairs);
}

function countsOf(lines: Lines, kinds: number, start: number, end: number): Uint32Array {
  const counts = new Uint32Array(kinds);
  for (let at = start; at < end; at++) counts[lines[at]!]!++;
  return counts;
}

/** Of pairs in the order of the old text, the longest run that also rises in the new one. n log n. */
function longestRising(pairs: readonly Pair[]): readonly Pair[] {
  const previous = new Int32Array(pairs.length);
  /** By length: the pair with the lowest new place that a run of this length can end with. */
  const ends: number[] = [];
  for (const [index, [, to]] of pairs.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]!]![1] < to) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? ends[low - 1]! : -1;
    ends[low] = index;
  }
  const rising: Pair[] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index]!) rising.push(pairs[index]!);
  return rising.toReversed();
}

/** Lines that the other side lacks are no part of what is common, but make its search slow: left out first. */
function commonOf(before: Lines, after: Lines, kinds: number, stretch: Stretch): readonly Pair[] | undefined {
  const { oldStart, oldEnd, newStart, newEnd } = stretch;
  const oldCounts = countsOf(before, kinds, oldStart, oldEnd);
  const newCounts = countsOf(after, kinds, newStart, newEnd);
  const olds = placesWith(before, oldStart, oldEnd, newCounts);
  const news = placesWith(after, newStart, newEnd, oldCounts);
  const common = commonSubsequence(
    olds.map((at) => before[at]!),
    news.map((at) => after[at]!),
  );
  return common?.map(([from, to]) => [olds[from]!, news[to]!]);
}

function placesWith(lines: Lines, start: number, end: number, counts: Uint32Array): Int32Array {
  const places: number[] = [];
  for (let at = start; at < end; at++) if (counts[lines[at]!]! > 0) places.push(at);
  return Int32Array.from(places);
}

/** A function may have been put above another: its lines cross those that stayed. Once in both and with a neighbour: the same line. */
function elsewhere(before: Lines, after: Lines, at: number): number | undefined {
  const kind = before[at]!;
  const to = after.indexOf(kind);
  const isOnce =
    to >= 0 && after.indexOf(kind, to + 1) < 0 && before.indexOf(kind) === at && before.indexOf(kind, at + 1) < 0;
  if (!isOnce) return undefined;
  const isNeighbour = (by: -1 | 1): boolean => before[at + by] !== undefined && before[at + by] === after[to + by];
  return isNeighbour(-1) || isNeighbour(1) ? to : undefined;
}

function nearest(oldLines: readonly string[], newLines: readonly string[], stretch: Stretch, at: number): number {
  const { oldStart, oldEnd, newStart, newEnd } = stretch;
  const text = oldLines[at]!.trim();
  let found: number | undefined;
  let isOnly = text !== '';
  for (let to = newStart; to < newEnd && isOnly; to++) {
    if (newLines[to]!.trim() !== text) continue;
    isOnly = found === undefined;
    found = to;
  }
  if (isOnly && found !== undefined) return found;
  const offset = oldEnd - oldStart === newEnd - newStart ? at - oldStart : 0;
  return Math.min(newStart + offset, newLines.length - 1);
}
