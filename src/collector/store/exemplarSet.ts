import { ByteWriter } from '../../core/formats/byteWriter.ts';
import { ProtoReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '../../core/formats/protoReader.ts';
import { textOf } from '../../core/formats/anyValue.ts';
import { bigIntOf } from '../../core/formats/unixNano.ts';
import type { SpanId } from '../../core/ids.ts';
import type { ExemplarOrder } from '../../core/latencyProtocol.ts';
import type { TraceNumber } from './traceTable.ts';

/** A span that shows a latency. */
export interface Exemplar {
  readonly trace: TraceNumber;
  readonly spanId: SpanId;
  readonly startEpochNs: bigint;
  readonly durationNs: number;
  readonly error: boolean;
  readonly name: string;
}

/** The list of a function's traces shows five of an order; some leave with their traces before the others. */
const KEPT_AN_ORDER = 6;

/** The first few spans of each order out of any number, whatever order they came in. */
export class ExemplarSet {
  readonly #slowest: Exemplar[] = [];
  readonly #latest: Exemplar[] = [];
  readonly #failing: Exemplar[] = [];

  add(exemplar: Exemplar): void {
    insert(this.#slowest, exemplar, isSlower);
    insert(this.#latest, exemplar, isLater);
    if (exemplar.error) insert(this.#failing, exemplar, isLater);
  }

  /** Each once. */
  all(): readonly Exemplar[] {
    return [...new Set([...this.#slowest, ...this.#latest, ...this.#failing])];
  }

  /** Exemplar = 1 { trace = 1, span = 2, start = 3, duration = 4 (each fixed64), error = 5, name = 6 unless it is the one before's }. */
  encode(): Uint8Array<ArrayBuffer> {
    writer.truncate(0);
    let name: string | undefined;
    for (const exemplar of this.all()) {
      const start = writer.begin(1);
      fixed(1, BigInt(exemplar.trace));
      writer.fixed64(
        2,
        Number.parseInt(exemplar.spanId.slice(0, 8), 16),
        Number.parseInt(exemplar.spanId.slice(8), 16),
      );
      fixed(3, exemplar.startEpochNs);
      writer.fixed64(4, Math.floor(exemplar.durationNs / U32), exemplar.durationNs % U32);
      if (exemplar.error) writer.varint(5, 1);
      if (exemplar.name !== name) writer.string(6, (name = exemplar.name));
      writer.end(start);
    }
    return writer.finish();
  }

  /** Adds what {@link encode} wrote, those that `keep` lets through. */
  addEncoded(bytes: Uint8Array, keep: (trace: TraceNumber) => boolean = () => true): void {
    const outer = new ProtoReader(bytes);
    const inner = new ProtoReader(bytes);
    let name = '';
    while (outer.next()) {
      let trace = 0;
      let spanId = '';
      let startEpochNs = 0n;
      let durationNs = 0;
      let error = false;
      inner.enter(outer.start, outer.stop);
      while (inner.next()) {
        switch (inner.field * 8 + inner.wire) {
          case 1 * 8 + WIRE_FIXED64:
            trace = inner.high * U32 + inner.low;
            break;
          case 2 * 8 + WIRE_FIXED64:
            spanId = hex32(inner.high) + hex32(inner.low);
            break;
          case 3 * 8 + WIRE_FIXED64:
            startEpochNs = bigIntOf(inner.high, inner.low);
            break;
          case 4 * 8 + WIRE_FIXED64:
            durationNs = inner.high * U32 + inner.low;
            break;
          case 5 * 8 + WIRE_VARINT:
            error = true;
            break;
          case 6 * 8 + WIRE_BYTES:
            name = textOf(bytes, inner.start, inner.stop);
            break;
          default:
        }
      }
      if (keep(trace)) this.add({ trace, spanId: spanId as SpanId, startEpochNs, durationNs, error, name });
    }
  }
}

/** The first of many exemplars in an order. */
export function firstOf(exemplars: readonly Exemplar[], order: ExemplarOrder): readonly Exemplar[] {
  const comesFirst = order === 'slowest' ? isSlower : isLater;
  return exemplars
    .filter(({ error }) => order !== 'failing' || error)
    .sort((a, b) => (comesFirst(a, b) ? -1 : comesFirst(b, a) ? 1 : 0));
}

const U32 = 2 ** 32;
const writer = new ByteWriter(4096);

function insert(list: Exemplar[], exemplar: Exemplar, comesFirst: (a: Exemplar, b: Exemplar) => boolean): void {
  if (list.length === KEPT_AN_ORDER) {
    if (!comesFirst(exemplar, list[KEPT_AN_ORDER - 1]!)) return;
    list.pop();
  }
  let i = list.length;
  while (i > 0 && comesFirst(exemplar, list[i - 1]!)) i--;
  list.splice(i, 0, exemplar);
}

function isSlower(a: Exemplar, b: Exemplar): boolean {
  return a.durationNs === b.durationNs ? isLater(a, b) : a.durationNs > b.durationNs;
}

/** Of the same moment, the trace that stays longer; the ID only makes the order total. */
function isLater(a: Exemplar, b: Exemplar): boolean {
  if (a.startEpochNs !== b.startEpochNs) return a.startEpochNs > b.startEpochNs;
  return a.trace === b.trace ? a.spanId < b.spanId : a.trace > b.trace;
}

function fixed(field: number, value: bigint): void {
  writer.fixed64(field, Number(value >> 32n), Number(value & 0xffffffffn));
}

function hex32(value: number): string {
  return value.toString(16).padStart(8, '0');
}
