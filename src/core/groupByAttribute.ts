import type { Trace } from './assemble.ts';
import { attributeText } from './attribute.ts';
import { decodeAttribute } from './formats/anyValue.ts';
import { ProtoReader, WIRE_BYTES } from './formats/protoReader.ts';
import { Problem } from './problem.ts';
import { sameBytes, StringTable } from './stringTable.ts';

const NONE = 0;
/** A label is one cell of a table: what is longer is cut. */
const MAX_LABEL = 400;
const SPAN_ATTRIBUTES = 9;
const RESOURCE_ATTRIBUTES = 1;

/** The rows of a trace by the value of one attribute; see `GroupResult`. */
export interface AttributeGroups {
  readonly labels: readonly string[];
  readonly group: Uint32Array<ArrayBuffer>;
}

/**
 * Puts spans with the same value of attribute `key` into one group; where a span has no such attribute its resource's counts, and group 0
 * has the rest. Keys are compared in place over the span's bytes, and each distinct value is decoded once. Of repeated keys the first counts.
 */
export function groupByAttribute(trace: Trace, key: string): AttributeGroups {
  const { columns, material } = trace;
  const { rows, payloads } = material;
  const payload = rows.payload.view();
  const start = rows.start.view();
  const end = rows.end.view();
  const resource = rows.resource.view();
  const values = new ValueGroups(key);
  const resourceGroups = new Map<number, number>();
  const group = new Uint32Array(columns.count);
  for (let row = 0; row < columns.count; row++) {
    const span = trace.source[row]!;
    const bytes = payloads[payload[span]!]!;
    group[row] =
      values.groupOf(bytes, start[span]!, end[span]!, SPAN_ATTRIBUTES) || resourceGroup(resource[span]!, bytes);
  }
  return { labels: values.labels, group };

  function resourceGroup(index: number, bytes: Uint8Array): number {
    let known = resourceGroups.get(index);
    if (known === undefined) {
      const range = material.resources[index]!;
      resourceGroups.set(index, (known = values.groupOf(bytes, range.start, range.end, RESOURCE_ATTRIBUTES)));
    }
    return known;
  }
}

/** Numbers the values of one key as they are met. */
class ValueGroups {
  readonly labels: string[] = ['(none)'];
  readonly #key: Uint8Array;
  readonly #encoded = new StringTable();
  /** By index into {@link #encoded}: values that read alike (`1` and `"1"`) are one group. */
  readonly #groups: number[] = [];
  readonly #byLabel = new Map<string, number>();

  constructor(key: string) {
    this.#key = new TextEncoder().encode(key);
  }

  /** Group of the message in [start, end) whose attributes are its fields `field`. */
  groupOf(bytes: Uint8Array, start: number, end: number, field: number): number {
    const reader = new ProtoReader(bytes).enter(start, end);
    const inner = new ProtoReader(bytes);
    while (reader.next()) {
      if (reader.field !== field || reader.wire !== WIRE_BYTES) continue;
      if (hasKey(inner.enter(reader.start, reader.stop), this.#key)) return this.#valueGroup(bytes, reader);
    }
    return NONE;
  }

  #valueGroup(bytes: Uint8Array, { start, stop }: ProtoReader): number {
    const index = this.#encoded.intern(bytes, start, stop);
    const known = this.#groups[index];
    if (known !== undefined) return known;
    const text = labelOf(bytes, start, stop);
    let group = this.#byLabel.get(text);
    if (group === undefined) this.#byLabel.set(text, (group = this.labels.push(text) - 1));
    return (this.#groups[index] = group);
  }
}

/** Whether a KeyValue message has this key; one that cannot be read has none. */
function hasKey(attribute: ProtoReader, key: Uint8Array): boolean {
  try {
    while (attribute.next())
      if (attribute.field === 1 && attribute.wire === WIRE_BYTES)
        return sameBytes(key, attribute.bytes, attribute.start, attribute.stop);
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
  }
  return false;
}

function labelOf(bytes: Uint8Array, start: number, end: number): string {
  try {
    const text = attributeText(decodeAttribute(bytes, start, end).value);
    return text.length > MAX_LABEL ? `${text.slice(0, MAX_LABEL)}…` : text;
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return '(malformed attribute)';
  }
}
