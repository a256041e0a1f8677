import type { LatencyBar } from './latencyProtocol.ts';

/** Half the width of a bucket relative to its value: what a percentile may be off. A hair below 1 %, so that rounding of logarithms stays within it. */
const RELATIVE_ERROR = 0.0099;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const PER_LOG = 1 / Math.log(GAMMA);
const NS_PER_S = 1_000_000_000;
/** The longest duration that doubles carry exactly, 104 days, is in bucket 1,856; bucket 0 is for 0 ns. */
const BUCKETS = bucketOf(Number.MAX_SAFE_INTEGER) + 1;
/** Grows by so many buckets at once: durations of one function in one minute seldom spread over more than a factor of 4. */
const STEP = 64;

/**
 * Durations summed up so that percentiles of any union of them are known within 1 % (DDSketch: counts by logarithmic buckets).
 * Merging adds counts, so neither the order nor the grouping of durations changes the result by a bit.
 */
export class LatencySketch {
  #count = 0;
  #errors = 0;
  #maxNs = 0;
  // A sum of doubles would depend on the order from 2^53 ns on; whole seconds and the rest do not.
  #sumS = 0;
  #sumRestNs = 0;
  /** Number of durations in bucket `#first + i`. */
  #counts = new Float64Array(0);
  #first = 0;

  get count(): number {
    return this.#count;
  }

  get errors(): number {
    return this.#errors;
  }

  /** Exact; 0 when there is none. */
  get maxNs(): number {
    return this.#maxNs;
  }

  /** Exact up to 2^53 ns, rounded beyond. */
  get sumNs(): number {
    return this.#sumS * NS_PER_S + this.#sumRestNs;
  }

  /** @param durationNs whole, 0 to `Number.MAX_SAFE_INTEGER` */
  add(durationNs: number, isError: boolean): void {
    this.#count++;
    if (isError) this.#errors++;
    if (durationNs > this.#maxNs) this.#maxNs = durationNs;
    this.#addSum(Math.floor(durationNs / NS_PER_S), durationNs % NS_PER_S);
    this.#addTo(bucketOf(durationNs), 1);
  }

  merge(other: LatencySketch): void {
    this.#addTotals(other.#count, other.#errors, other.#maxNs, other.#sumS, other.#sumRestNs);
    for (let i = 0; i < other.#counts.length; i++) {
      const count = other.#counts[i]!;
      if (count > 0) this.#addTo(other.#first + i, count);
    }
  }

  /** Adds what {@link encode} wrote, without making a sketch of it. Throws a RangeError for other bytes, and then holds a part of them. */
  mergeEncoded(bytes: Uint8Array): void {
    at = 0;
    const [count, errors, maxNs, sumS, sumRestNs] = [read(bytes), read(bytes), read(bytes), read(bytes), read(bytes)];
    this.#addTotals(count, errors, maxNs, sumS, sumRestNs);
    let bucket = -1;
    while (at < bytes.length) {
      bucket += read(bytes) + 1;
      if (bucket >= BUCKETS) throw new RangeError('A latency sketch has a bucket beyond the last one.');
      this.#addTo(bucket, read(bytes));
    }
  }

  /** Nearest rank within 1 %; the largest is exact. NaN when there is none. */
  quantileNs(percent: number): number {
    // Whole numbers until the division, so that 95 % of 20 is rank 19 and not 19.000000000000004 rounded up.
    const rank = Math.max(1, Math.ceil((percent * this.#count) / 100));
    if (this.#count === 0) return Number.NaN;
    if (rank >= this.#count) return this.#maxNs;
    let seen = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      seen += this.#counts[i]!;
      if (seen >= rank) return Math.min(middleOf(this.#first + i), this.#maxNs);
    }
    return this.#maxNs;
  }

  /** The durations in at most `most` bars, equally wide on a logarithmic scale, from the shortest to the longest; empty ones between them are there. */
  bars(most: number): readonly LatencyBar[] {
    const used = this.#counts.findIndex((count) => count > 0);
    if (used < 0) return [];
    const last = this.#counts.findLastIndex((count) => count > 0);
    const width = Math.ceil((last - used + 1) / most);
    const bars: LatencyBar[] = [];
    for (let i = used; i <= last; i += width) {
      const end = Math.min(i + width, last + 1);
      let count = 0;
      for (let j = i; j < end; j++) count += this.#counts[j]!;
      bars.push({ upToNs: end > last ? this.#maxNs : upperEndOf(this.#first + end - 1), count });
    }
    return bars;
  }

  /** Forgets everything and keeps the memory, for the next merge. */
  clear(): void {
    this.#count = this.#errors = this.#maxNs = this.#sumS = this.#sumRestNs = 0;
    this.#counts.fill(0);
  }

  /** Varints: count, errors, max, sum in seconds and rest, then for each bucket in use how many are skipped before it, and its count. */
  encode(): Uint8Array<ArrayBuffer> {
    at = 0;
    for (const total of [this.#count, this.#errors, this.#maxNs, this.#sumS, this.#sumRestNs]) write(total);
    let previous = -1;
    for (let i = 0; i < this.#counts.length; i++) {
      const count = this.#counts[i]!;
      if (count === 0) continue;
      write(this.#first + i - previous - 1);
      write(count);
      previous = this.#first + i;
    }
    return scratch.slice(0, at);
  }

  static decode(bytes: Uint8Array): LatencySketch {
    const sketch = new LatencySketch();
    sketch.mergeEncoded(bytes);
    return sketch;
  }

  #addTotals(count: number, errors: number, maxNs: number, sumS: number, sumRestNs: number): void {
    this.#count += count;
    this.#errors += errors;
    if (maxNs > this.#maxNs) this.#maxNs = maxNs;
    this.#addSum(sumS, sumRestNs);
  }

  #addSum(seconds: number, restNs: number): void {
    this.#sumS += seconds;
    this.#sumRestNs += restNs;
    if (this.#sumRestNs < NS_PER_S) return;
    this.#sumS++;
    this.#sumRestNs -= NS_PER_S;
  }

  #addTo(bucket: number, count: number): void {
    const i = bucket - this.#first;
    if (i < 0 || i >= this.#counts.length) this.#grow(bucket);
    this.#counts[bucket - this.#first]! += count;
  }

  #grow(bucket: number): void {
    const isEmpty = this.#counts.length === 0;
    const from = Math.floor((isEmpty ? bucket : Math.min(this.#first, bucket)) / STEP) * STEP;
    const end = isEmpty ? bucket + 1 : Math.max(this.#first + this.#counts.length, bucket + 1);
    const grown = new Float64Array(Math.ceil((end - from) / STEP) * STEP);
    grown.set(this.#counts, isEmpty ? 0 : this.#first - from);
    this.#counts = grown;
    this.#first = from;
  }
}

/** Bucket i > 0 holds (γ^(i-2), γ^(i-1)]. */
function bucketOf(durationNs: number): number {
  return durationNs < 1 ? 0 : 1 + Math.ceil(Math.log(durationNs) * PER_LOG);
}

/** The value that is equally far, relatively, from both ends of the bucket. */
function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : (2 * GAMMA ** (bucket - 1)) / (1 + GAMMA);
}

function upperEndOf(bucket: number): number {
  return bucket === 0 ? 0 : GAMMA ** (bucket - 1);
}

/** Where {@link read} and {@link write} are. Module state instead of objects: reading a window of 500 functions is a million numbers. */
let at = 0;
/** Two varints of at most 8 bytes a bucket, and the totals. */
const scratch = new Uint8Array((BUCKETS + 4) * 16);

function write(value: number): void {
  let rest = value;
  // Division, not shifts: counts and times go beyond 32 bits.
  while (rest > 0x7f) {
    scratch[at++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  scratch[at++] = rest;
}

function read(bytes: Uint8Array): number {
  let byte = bytes[at++];
  if (byte !== undefined && byte < 0x80) return byte;
  let value = 0;
  let unit = 1;
  for (; byte !== undefined; byte = bytes[at++]) {
    value += (byte & 0x7f) * unit;
    if (byte < 0x80 && value <= Number.MAX_SAFE_INTEGER) return value;
    unit *= 0x80;
    if (unit > Number.MAX_SAFE_INTEGER) break;
  }
  throw new RangeError('A latency sketch is cut short or holds a number that is too large.');
}
