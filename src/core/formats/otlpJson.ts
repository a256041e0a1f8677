import { Problem } from '../problem.ts';
import type { RejectedCount, RejectReason } from '../protocol.ts';
import { SPAN_KINDS, SPAN_STATUSES } from '../span.ts';
import { textOf } from './anyValue.ts';
import { writeJsonAttribute } from './anyValueJson.ts';
import { ByteWriter } from './byteWriter.ts';
import { JsonReader } from './jsonReader.ts';
import type { DecodeLimits } from './limits.ts';
import { u64Of, u64OfDigits } from './unixNano.ts';

/** A payload of another format in the one form that everything downstream reads: OTLP protobuf. */
export interface Transcoded {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Spans written; those rejected are not among them. */
  readonly spans: number;
  readonly rejected: readonly RejectedCount[];
}

/**
 * OTLP JSON as OTLP protobuf (mapping: opentelemetry-proto docs/specification.md "JSON Protobuf Encoding").
 * `{"result": ...}` (Jaeger v3) and `{"data": ...}` (Aspire) around it are looked through. Spans that cannot be kept are left out
 * and counted; what is no JSON of this kind throws `malformed`, too many spans `too-many`.
 */
export function otlpJsonToProto(json: Uint8Array, limits: DecodeLimits): Transcoded {
  return new Transcoder(new JsonReader(json, limits.maxDepth), limits).run();
}

class Transcoder {
  readonly #json: JsonReader;
  readonly #limits: DecodeLimits;
  readonly #out = new ByteWriter(64 * 1024);
  readonly #rejected = new Map<RejectReason, number>();
  #received = 0;

  constructor(json: JsonReader, limits: DecodeLimits) {
    this.#json = json;
    this.#limits = limits;
  }

  run(): Transcoded {
    if (this.#json.peek() !== 'object')
      throw new Problem('malformed', `OTLP JSON is an object with "resourceSpans"; this is a ${this.#json.peek()}.`);
    this.#root();
    this.#json.end();
    const lost = [...this.#rejected.values()].reduce((sum, count) => sum + count, 0);
    return {
      bytes: this.#out.finish(),
      spans: this.#received - lost,
      rejected: Array.from(this.#rejected, ([reason, count]) => ({ reason, count })),
    };
  }

  #root(): void {
    this.#object((key) => {
      if (key === 'resourceSpans') this.#list(() => this.#resourceSpans());
      else if (key === 'result' || key === 'data') this.#root();
      else this.#json.skip();
    });
  }

  /** ResourceSpans: resource = 1, scope_spans = 2, schema_url = 3. */
  #resourceSpans(): void {
    const start = this.#out.begin(1);
    this.#object((key) => {
      if (key === 'resource') this.#message(1, (inner) => this.#attributesOr(inner, 1, 2));
      else if (key === 'scopeSpans') this.#list(() => this.#scopeSpans());
      else if (key === 'schemaUrl') this.#text(3);
      else this.#json.skip();
    });
    this.#out.end(start);
  }

  /** ScopeSpans: scope = 1, spans = 2, schema_url = 3. */
  #scopeSpans(): void {
    const start = this.#out.begin(2);
    this.#object((key) => {
      if (key === 'scope') this.#message(1, (inner) => this.#scopeField(inner));
      else if (key === 'spans') this.#list(() => this.#span());
      else if (key === 'schemaUrl') this.#text(3);
      else this.#json.skip();
    });
    this.#out.end(start);
  }

  /** InstrumentationScope: name = 1, version = 2, attributes = 3, dropped_attributes_count = 4. */
  #scopeField(key: string): void {
    if (key === 'name') this.#text(1);
    else if (key === 'version') this.#text(2);
    else this.#attributesOr(key, 3, 4);
  }

  #span(): void {
    if (++this.#received > this.#limits.maxSpans)
      throw new Problem('too-many', `The payload has more than ${this.#limits.maxSpans.toLocaleString('en')} spans.`);
    const before = this.#out.length;
    const start = this.#out.begin(2);
    let traceId = false;
    let spanId = false;
    let sound = this.#json.peek() === 'object';
    this.#object((key) => {
      switch (key) {
        case 'traceId':
          traceId = this.#id(1, 16);
          break;
        case 'spanId':
          spanId = this.#id(2, 8);
          break;
        case 'traceState':
          this.#text(3);
          break;
        case 'parentSpanId':
          // A parent that is no ID (often "" or zeros) is no parent.
          this.#id(4, 8);
          break;
        case 'name':
          this.#text(5);
          break;
        case 'kind':
          this.#enum(6, SPAN_KINDS, 'SPAN_KIND_');
          break;
        case 'startTimeUnixNano':
          sound = this.#time(7) && sound;
          break;
        case 'endTimeUnixNano':
          sound = this.#time(8) && sound;
          break;
        case 'events':
          this.#list(() => this.#message(11, (inner) => this.#eventField(inner)));
          break;
        case 'droppedEventsCount':
          this.#uint32(12);
          break;
        case 'links':
          this.#list(() => this.#message(13, (inner) => this.#linkField(inner)));
          break;
        case 'droppedLinksCount':
          this.#uint32(14);
          break;
        case 'status':
          this.#message(15, (inner) => this.#statusField(inner));
          break;
        case 'flags':
          this.#flags(16);
          break;
        default:
          this.#attributesOr(key, 9, 10);
      }
    });
    const reason = !sound ? 'malformed-span' : !traceId ? 'trace-id' : !spanId ? 'span-id' : undefined;
    if (reason) {
      this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + 1);
      this.#out.truncate(before);
    } else this.#out.end(start);
  }

  /** Event: time_unix_nano = 1, name = 2, attributes = 3, dropped_attributes_count = 4. */
  #eventField(key: string): void {
    if (key === 'timeUnixNano') this.#time(1);
    else if (key === 'name') this.#text(2);
    else this.#attributesOr(key, 3, 4);
  }

  /** Link: trace_id = 1, span_id = 2, trace_state = 3, attributes = 4, dropped_attributes_count = 5, flags = 6. */
  #linkField(key: string): void {
    if (key === 'traceId') this.#id(1, 16);
    else if (key === 'spanId') this.#id(2, 8);
    else if (key === 'traceState') this.#text(3);
    else if (key === 'flags') this.#flags(6);
    else this.#attributesOr(key, 4, 5);
  }

  /** Status: message = 2, code = 3. */
  #statusField(key: string): void {
    if (key === 'message') this.#text(2);
    else if (key === 'code') this.#enum(3, SPAN_STATUSES, 'STATUS_CODE_');
    else this.#json.skip();
  }

  #attributesOr(key: string, field: number, droppedField: number): void {
    if (key === 'attributes') this.#list(() => writeJsonAttribute(this.#json, this.#out, field));
    else if (key === 'droppedAttributesCount') this.#uint32(droppedField);
    else this.#json.skip();
  }

  #message(field: number, write: (key: string) => void): void {
    const start = this.#out.begin(field);
    this.#object(write);
    this.#out.end(start);
  }

  /** Hands every key to `each`, which must consume the value; null and other types count as an empty object. */
  #object(each: (key: string) => void): void {
    if (this.#json.peek() !== 'object') {
      this.#json.skip();
      return;
    }
    this.#json.beginObject();
    for (let key = this.#json.nextKey(); key !== undefined; key = this.#json.nextKey()) each(key);
  }

  #list(each: () => void): void {
    if (this.#json.peek() !== 'array') {
      this.#json.skip();
      return;
    }
    this.#json.beginArray();
    while (this.#json.nextElement()) each();
  }

  #text(field: number): void {
    if (this.#json.peek() !== 'string') {
      this.#json.skip();
      return;
    }
    const plain = this.#json.plainString();
    if (plain) this.#out.bytes(field, this.#json.bytes, plain.start, plain.end);
    else this.#out.string(field, this.#json.string());
  }

  /** An ID of exactly `size` bytes in hex, any case (the specification's own example is upper case). */
  #id(field: number, size: number): boolean {
    const plain = this.#json.peek() === 'string' ? this.#json.plainString() : undefined;
    if (!plain || plain.end - plain.start !== size * 2) {
      if (!plain) this.#json.skip();
      return false;
    }
    const id = idBytes;
    let any = 0;
    for (let i = 0; i < size; i++) {
      const high = hexDigit(this.#json.bytes[plain.start + 2 * i]!);
      const low = hexDigit(this.#json.bytes[plain.start + 2 * i + 1]!);
      if (high < 0 || low < 0) return false;
      id[i] = high * 16 + low;
      any |= id[i]!;
    }
    if (any === 0) return false;
    this.#out.bytes(field, id, 0, size);
    return true;
  }

  /** A uint64 as string or number; false when it is neither. null stands for absent. */
  #time(field: number): boolean {
    const plain = this.#json.peek() === 'string' ? this.#json.plainString() : undefined;
    const digits = plain && u64OfDigits(this.#json.bytes, plain.start, plain.end);
    const value = digits ?? u64Of(plain ? textOf(this.#json.bytes, plain.start, plain.end) : this.#scalar());
    if (value) this.#out.fixed64(field, value.high, value.low);
    return value !== undefined;
  }

  #uint32(field: number): void {
    const value = u64Of(this.#scalar());
    if (value && value.high === 0) this.#out.varint(field, value.low);
  }

  #flags(field: number): void {
    const value = u64Of(this.#scalar());
    if (value && value.high === 0) this.#out.fixed32(field, value.low);
  }

  /** Integers by the specification; names too, since the Collector reads them and others write them. */
  #enum(field: number, names: readonly string[], prefix: string): void {
    const text = this.#scalar();
    const byName = text.startsWith(prefix) ? names.indexOf(text.slice(prefix.length).toLowerCase()) : -1;
    const value = byName >= 0 ? byName : Number(text);
    if (Number.isInteger(value) && value > 0 && value < names.length) this.#out.varint(field, value);
  }

  #scalar(): string {
    switch (this.#json.peek()) {
      case 'string':
        return this.#json.string();
      case 'number':
        return this.#json.numberText();
      case 'null':
        this.#json.skip();
        return '0';
      default:
        this.#json.skip();
        return '';
    }
  }
}

const idBytes = new Uint8Array(16);

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
