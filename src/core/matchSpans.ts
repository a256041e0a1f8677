import { asciiLower } from './asciiLower.ts';
import type { Trace } from './assemble.ts';
import { textOf } from './formats/anyValue.ts';
import { ProtoReader, WIRE_BYTES, WIRE_VARINT } from './formats/protoReader.ts';
import { Problem } from './problem.ts';
import { SPAN_KINDS, SPAN_STATUSES, type SpanStatus } from './span.ts';
import { AttributeCursor, isResourceText, type LeafTest } from './spanLeaves.ts';
import {
  type AttributeTest,
  type Comparison,
  parseDecimal,
  type SpanCondition,
  type SpanQuery,
  type SpanTerm,
  type TextPattern,
} from './spanQuery.ts';
import { indexOfText, startsWith } from './textInBytes.ts';
import { FLAG_ERROR, FLAG_EVENTS, KIND_MASK } from './trace.ts';
import { FOUND, LOOK, type TraceText } from './traceText.ts';

const encoder = new TextEncoder();

const EVENT_NAME = 2;
const STATUS_CODE = 3;
const RESOURCE_ATTRIBUTES = 1;
const EVENT_ATTRIBUTES = 3;
const SPAN_ATTRIBUTES = 9;
const SPAN_EVENTS = 11;
const SPAN_STATUS = 15;

/**
 * Rows that meet every condition, in display order. Columns are asked first, then text is looked for, then attributes are read, each only
 * of the rows that are still in question. Nothing typed becomes a regular expression or an object's key.
 */
export function matchSpans(trace: Trace, text: TraceText, { conditions }: SpanQuery): Uint32Array<ArrayBuffer> {
  if (conditions.length === 0) return new Uint32Array(0);
  const search = new Search(trace, text);
  const byCost = conditions.toSorted((a, b) => costOf(a.term) - costOf(b.term));
  for (const condition of byCost) search.narrow(condition);
  return search.rows();
}

function costOf({ about }: SpanTerm): number {
  if (about === 'text') return 1;
  return about === 'attribute' || about === 'event' || about === 'status' ? 2 : 0;
}

class Search {
  readonly #trace: Trace;
  readonly #text: TraceText;
  /** LOOK for the rows that met all so far, FOUND for those that meet the condition at hand. */
  readonly #marks: Uint8Array;
  /** By span of the material. */
  readonly #flags: Uint32Array;
  #cursor: AttributeCursor | undefined;

  constructor(trace: Trace, text: TraceText) {
    this.#trace = trace;
    this.#text = text;
    this.#marks = new Uint8Array(trace.columns.count).fill(LOOK);
    this.#flags = trace.material.rows.flags.view();
  }

  rows(): Uint32Array<ArrayBuffer> {
    const rows = new Uint32Array(this.#marks.length);
    let count = 0;
    for (let row = 0; row < this.#marks.length; row++) if (this.#marks[row] === LOOK) rows[count++] = row;
    return rows.slice(0, count);
  }

  narrow({ term, excluded }: SpanCondition): void {
    this.#find(term);
    const kept = excluded ? LOOK : FOUND;
    const marks = this.#marks;
    for (let row = 0; row < marks.length; row++) marks[row] = marks[row] === kept ? LOOK : 0;
  }

  #find(term: SpanTerm): void {
    const { columns, header, selfNs } = this.#trace;
    switch (term.about) {
      case 'text':
        this.#findText(term.text);
        return;
      case 'attribute':
        this.#findAttribute(encoder.encode(term.key), term.test);
        return;
      case 'event': {
        const test = leafTest(term.name);
        this.#eachSpan(
          ({ bytes }, start, end, span) =>
            this.#hasEvents(span) && someEvent(bytes, start, end, (from, to) => hasEventName(bytes, from, to, test)),
        );
        return;
      }
      case 'status':
        if (term.status === 'error') this.#each((row) => (columns.flags[row]! & FLAG_ERROR) !== 0);
        else this.#eachSpan(({ bytes }, start, end) => statusOf(bytes, start, end) === term.status);
        return;
      case 'kind':
        this.#each((row) => SPAN_KINDS[columns.flags[row]! & KIND_MASK] === term.kind);
        return;
      case 'service':
      case 'operation': {
        const isService = term.about === 'service';
        const test = leafTest(term.name);
        const fits = (isService ? header.services : header.names).map((name) => test.scalar(asciiLower(name)));
        const column = isService ? columns.service : columns.name;
        this.#each((row) => fits[column[row]!]!);
        return;
      }
      case 'duration':
      case 'self': {
        const values = term.about === 'self' ? selfNs : columns.durationNs;
        this.#each((row) => compare(values[row]!, term.comparison, term.ns));
      }
    }
  }

  #findText(word: string): void {
    const { columns, header, material } = this.#trace;
    const needle = encoder.encode(word);
    const contains = (name: string): boolean => asciiLower(name).includes(word);
    const names = header.names.map(contains);
    const services = header.services.map(contains);
    const isId = idTest(word);
    const { idHigh, idLow } = material.rows;
    const [high, low] = [idHigh.view(), idLow.view()];
    const isScalar = couldBeScalar(word);
    const scalar: LeafTest = { string: () => false, scalar: (text) => text.includes(word) };
    const hasScalar = (cursor: AttributeCursor): boolean => cursor.hasLeaf(scalar);
    const inResource = this.#resourceTest((cursor, start, end) => {
      const { bytes } = cursor;
      let at = indexOfText(bytes, start, end, needle);
      while (at >= 0 && !isResourceText(bytes, start, end, at, at + needle.length))
        at = indexOfText(bytes, at + 1, end, needle);
      return at >= 0 || (isScalar && someAttribute(cursor, start, end, RESOURCE_ATTRIBUTES, hasScalar));
    });
    const { source } = this.#trace;
    this.#each((row) => {
      const span = source[row]!;
      return (
        names[columns.name[row]!]! ||
        services[columns.service[row]!]! ||
        inResource(span) ||
        (isId !== undefined && isId(high[span]!, low[span]!))
      );
    });
    this.#text.find(needle, this.#marks);
    if (isScalar)
      this.#eachSpan(
        (cursor, start, end, span) =>
          someAttribute(cursor, start, end, SPAN_ATTRIBUTES, hasScalar) ||
          (this.#hasEvents(span) &&
            someEvent(cursor.bytes, start, end, (from, to) =>
              someAttribute(cursor, from, to, EVENT_ATTRIBUTES, hasScalar),
            )),
      );
  }

  #findAttribute(key: Uint8Array, test: AttributeTest): void {
    const hasKey = (cursor: AttributeCursor): boolean =>
      cursor.keyStop - cursor.keyStart === key.length && startsWith(cursor.bytes, cursor.keyStart, key);
    const anywhere = (fits: (cursor: AttributeCursor) => boolean): MessageTest => {
      const inResource = this.#resourceTest((cursor, start, end) =>
        someAttribute(cursor, start, end, RESOURCE_ATTRIBUTES, fits),
      );
      return (cursor, start, end, span) => inResource(span) || someAttribute(cursor, start, end, SPAN_ATTRIBUTES, fits);
    };
    const has = anywhere(hasKey);
    switch (test.is) {
      case 'present':
        this.#eachSpan(has);
        return;
      case 'absent':
        this.#eachSpan((...at) => !has(...at));
        return;
      case 'equal':
      case 'different': {
        const value = leafTest(test.value);
        const isEqual = anywhere((cursor) => hasKey(cursor) && cursor.hasLeaf(value));
        if (test.is === 'equal') this.#eachSpan(isEqual);
        else this.#eachSpan((...at) => has(...at) && !isEqual(...at));
        return;
      }
      case 'number': {
        const fits = (text: string): boolean => {
          const number = parseDecimal(text);
          return number !== undefined && compare(number, test.comparison, test.number);
        };
        const value: LeafTest = { string: (bytes, start, stop) => fits(textOf(bytes, start, stop)), scalar: fits };
        this.#eachSpan(anywhere((cursor) => hasKey(cursor) && cursor.hasLeaf(value)));
      }
    }
  }

  #hasEvents(span: number): boolean {
    return (this.#flags[span]! & FLAG_EVENTS) !== 0;
  }

  /** Whether a span's resource passes; each resource is asked once. */
  #resourceTest(fits: MessageTest): (span: number) => boolean {
    const { resources, payloads, rows } = this.#trace.material;
    const known = new Uint8Array(resources.length);
    const resource = rows.resource.view();
    return (span) => {
      const index = resource[span]!;
      if (known[index] === 0) {
        const { payload, start, end } = resources[index]!;
        known[index] = passes(fits, this.#cursorOf(payloads[payload]!), start, end, span) ? 2 : 1;
      }
      return known[index] === 2;
    };
  }

  /** One cursor serves until another payload comes: a new one for each of a million spans takes longer than reading them. */
  #cursorOf(bytes: Uint8Array): AttributeCursor {
    if (this.#cursor?.bytes !== bytes) this.#cursor = new AttributeCursor(bytes);
    return this.#cursor;
  }

  #each(fits: (row: number) => boolean): void {
    const marks = this.#marks;
    for (let row = 0; row < marks.length; row++) if (marks[row] === LOOK && fits(row)) marks[row] = FOUND;
  }

  /** The same where bytes are to be read: in their order, which is kinder to the processor's caches than that of rows. */
  #eachSpan(fits: MessageTest): void {
    const { firstSpan, rowOf } = this.#text;
    const { payloads, rows } = this.#trace.material;
    const [payload, start, end] = [rows.payload.view(), rows.start.view(), rows.end.view()];
    const marks = this.#marks;
    for (let i = 0; i < rowOf.length; i++) {
      const row = rowOf[i]!;
      if (row < 0 || marks[row] !== LOOK) continue;
      const span = firstSpan + i;
      const cursor = this.#cursorOf(payloads[payload[span]!]!);
      if (passes(fits, cursor, start[span]!, end[span]!, span)) marks[row] = FOUND;
    }
  }
}

/** A question to the message in `[start, end)` of the cursor's bytes: span number `span` of the material, or its resource. */
type MessageTest = (cursor: AttributeCursor, start: number, end: number, span: number) => boolean;

/** Insides that cannot be read hold nothing that can be found. */
function passes(test: MessageTest, cursor: AttributeCursor, start: number, end: number, span: number): boolean {
  try {
    return test(cursor, start, end, span);
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return false;
  }
}

function someAttribute(
  cursor: AttributeCursor,
  start: number,
  end: number,
  field: number,
  fits: (cursor: AttributeCursor) => boolean,
): boolean {
  cursor.enter(start, end, field);
  while (cursor.next()) if (fits(cursor)) return true;
  return false;
}

function someEvent(
  bytes: Uint8Array,
  start: number,
  end: number,
  fits: (start: number, end: number) => boolean,
): boolean {
  const reader = new ProtoReader(bytes).enter(start, end);
  while (reader.next())
    if (reader.field === SPAN_EVENTS && reader.wire === WIRE_BYTES && fits(reader.start, reader.stop)) return true;
  return false;
}

function hasEventName(bytes: Uint8Array, start: number, end: number, test: LeafTest): boolean {
  const reader = new ProtoReader(bytes).enter(start, end);
  let [from, to] = [start, start];
  while (reader.next())
    if (reader.field === EVENT_NAME && reader.wire === WIRE_BYTES) [from, to] = [reader.start, reader.stop];
  return test.string(bytes, from, to);
}

function statusOf(bytes: Uint8Array, start: number, end: number): SpanStatus {
  const reader = new ProtoReader(bytes).enter(start, end);
  const inner = new ProtoReader(bytes);
  let status: SpanStatus = 'unset';
  while (reader.next()) {
    if (reader.field !== SPAN_STATUS || reader.wire !== WIRE_BYTES) continue;
    inner.enter(reader.start, reader.stop);
    while (inner.next())
      if (inner.field === STATUS_CODE && inner.wire === WIRE_VARINT) status = SPAN_STATUSES[inner.low] ?? 'unset';
  }
  return status;
}

function leafTest({ text, openStart, openEnd }: TextPattern): LeafTest {
  const needle = encoder.encode(text);
  return {
    string: (bytes, start, stop) => {
      const spare = stop - start - needle.length;
      if (openStart && openEnd) return indexOfText(bytes, start, stop, needle) >= 0;
      if (spare < 0 || (spare > 0 && !openStart && !openEnd)) return false;
      return startsWith(bytes, openStart ? start + spare : start, needle);
    },
    scalar: (value) => {
      if (openStart && openEnd) return value.includes(text);
      if (openStart) return value.endsWith(text);
      return openEnd ? value.startsWith(text) : value === text;
    },
  };
}

function compare(value: number, comparison: Comparison, limit: number): boolean {
  switch (comparison) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
  }
}

/** Whether a word can be part of a number or a boolean as it is shown; for all others these need not be read. */
function couldBeScalar(word: string): boolean {
  return /^[\d.e+-]+$/.test(word) || ['true', 'false', 'nan', '-infinity'].some((text) => text.includes(word));
}

/** A test of IDs by their halves for a word of 4 to 16 hexadecimal digits; shorter ones would be in nearly every ID. */
function idTest(word: string): ((high: number, low: number) => boolean) | undefined {
  if (!/^[0-9a-f]{4,16}$/.test(word)) return undefined;
  // One place in the ID for each shift: its mask and what has to be there, each in halves.
  const places: { readonly highMask: number; readonly lowMask: number; readonly high: number; readonly low: number }[] =
    [];
  const wanted = BigInt(`0x${word}`);
  const mask = (1n << BigInt(word.length * 4)) - 1n;
  const highOf = (id: bigint): number => Number(id >> 32n) | 0;
  const lowOf = (id: bigint): number => Number(id & 0xffff_ffffn) | 0;
  for (let shift = 0n; shift <= BigInt(64 - word.length * 4); shift += 4n)
    places.push({
      highMask: highOf(mask << shift),
      lowMask: lowOf(mask << shift),
      high: highOf(wanted << shift),
      low: lowOf(wanted << shift),
    });
  return (high, low) =>
    places.some((place) => (high & place.highMask) === place.high && (low & place.lowMask) === place.low);
}
