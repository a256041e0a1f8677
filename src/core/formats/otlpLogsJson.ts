import { Problem } from '../problem.ts';
import { textOf } from './anyValue.ts';
import { writeJsonAnyValue, writeJsonAttribute } from './anyValueJson.ts';
import { ByteWriter } from './byteWriter.ts';
import { JsonReader } from './jsonReader.ts';
import type { DecodeLimits } from './limits.ts';
import { readHexId } from './readId.ts';
import { u64Of, u64OfDigits } from './unixNano.ts';
import { textBytes } from './textBytes.ts';

/** OTLP logs as protobuf. */
export interface TranscodedLogs {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Records left out because a time of theirs is none. */
  readonly malformed: number;
}

/**
 * OTLP JSON logs as OTLP protobuf, for what a receiver takes. A record whose trace or span ID is none is kept without that ID, as its
 * text is worth something alone. What is no JSON of this kind throws `malformed`, too many records `too-many`.
 */
export function otlpLogsJsonToProto(json: Uint8Array, limits: DecodeLimits): TranscodedLogs {
  const reader = new JsonReader(json, limits.maxDepth);
  const transcoder = new Transcoder(reader, limits.maxSpans);
  transcoder.run();
  reader.end();
  return { bytes: transcoder.out.finish(), malformed: transcoder.malformed };
}

class Transcoder {
  readonly out = new ByteWriter(64 * 1024);
  malformed = 0;
  readonly #json: JsonReader;
  readonly #maxRecords: number;
  readonly #id = new Uint8Array(16);
  #received = 0;

  constructor(json: JsonReader, maxRecords: number) {
    this.#json = json;
    this.#maxRecords = maxRecords;
  }

  run(): void {
    const type = this.#json.peek();
    if (type !== 'object')
      throw new Problem('malformed', `OTLP JSON logs are an object with "resourceLogs"; this is of type ${type}.`);
    this.#object((key) => {
      if (key === 'resourceLogs') this.#list(() => this.#resourceLogs());
      else this.#json.skip();
    });
  }

  /** ResourceLogs: resource = 1, scope_logs = 2, schema_url = 3. */
  #resourceLogs(): void {
    this.#message(1, (key) => {
      if (key === 'resource') this.#message(1, (inner) => this.#attributesOr(inner, 1, 2));
      else if (key === 'scopeLogs') this.#list(() => this.#scopeLogs());
      else if (key === 'schemaUrl') this.#text(3);
      else this.#json.skip();
    });
  }

  /** ScopeLogs: scope = 1, log_records = 2, schema_url = 3. */
  #scopeLogs(): void {
    this.#message(2, (key) => {
      if (key === 'scope') this.#message(1, (inner) => this.#scopeField(inner));
      else if (key === 'logRecords') this.#list(() => this.#record());
      else if (key === 'schemaUrl') this.#text(3);
      else this.#json.skip();
    });
  }

  /** InstrumentationScope: name = 1, version = 2, attributes = 3, dropped_attributes_count = 4. */
  #scopeField(key: string): void {
    if (key === 'name') this.#text(1);
    else if (key === 'version') this.#text(2);
    else this.#attributesOr(key, 3, 4);
  }

  /**
   * LogRecord: time = 1, severity_number = 2, severity_text = 3, body = 5, attributes = 6, dropped_attributes_count = 7, flags = 8,
   * trace_id = 9, span_id = 10, observed_time = 11, event_name = 12.
   */
  #record(): void {
    if (++this.#received > this.#maxRecords)
      throw new Problem('too-many', `The payload has more than ${this.#maxRecords.toLocaleString('en')} log records.`);
    const before = this.out.length;
    let sound = this.#json.peek() === 'object';
    this.#message(2, (key) => {
      switch (key) {
        case 'timeUnixNano':
          sound = this.#time(1) && sound;
          break;
        case 'severityNumber':
          this.#uint32(2);
          break;
        case 'severityText':
          this.#text(3);
          break;
        case 'body':
          this.#body();
          break;
        case 'flags':
          this.#flags(8);
          break;
        case 'traceId':
          this.#idOf(9, 16);
          break;
        case 'spanId':
          this.#idOf(10, 8);
          break;
        case 'observedTimeUnixNano':
          sound = this.#time(11) && sound;
          break;
        case 'eventName':
          this.#text(12);
          break;
        default:
          this.#attributesOr(key, 6, 7);
      }
    });
    if (sound) return;
    this.malformed++;
    this.out.truncate(before);
  }

  #body(): void {
    if (this.#json.peek() !== 'object') {
      this.#json.skip();
      return;
    }
    const start = this.out.begin(5);
    writeJsonAnyValue(this.#json, this.out);
    this.out.end(start);
  }

  #attributesOr(key: string, field: number, droppedField: number): void {
    if (key === 'attributes') this.#list(() => writeJsonAttribute(this.#json, this.out, field));
    else if (key === 'droppedAttributesCount') this.#uint32(droppedField);
    else this.#json.skip();
  }

  #message(field: number, write: (key: string) => void): void {
    const start = this.out.begin(field);
    this.#object(write);
    this.out.end(start);
  }

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
    if (this.#json.peek() === 'string') this.out.string(field, this.#json.string());
    else this.#json.skip();
  }

  #idOf(field: number, size: number): void {
    if (this.#json.peek() !== 'string') {
      this.#json.skip();
      return;
    }
    const { bytes, start, end } = textBytes(this.#json);
    if (readHexId(bytes, start, end, this.#id, size)) this.out.bytes(field, this.#id, 0, size);
  }

  #time(field: number): boolean {
    const plain = this.#json.peek() === 'string' ? this.#json.plainString() : undefined;
    const digits = plain && u64OfDigits(this.#json.bytes, plain.start, plain.end);
    const value = digits ?? u64Of(plain ? textOf(this.#json.bytes, plain.start, plain.end) : this.#scalar());
    if (value) this.out.fixed64(field, value.high, value.low);
    return value !== undefined;
  }

  #uint32(field: number): void {
    const value = u64Of(this.#scalar());
    if (value && value.high === 0) this.out.varint(field, value.low);
  }

  #flags(field: number): void {
    const value = u64Of(this.#scalar());
    if (value && value.high === 0) this.out.fixed32(field, value.low);
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
