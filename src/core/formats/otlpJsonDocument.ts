import { Problem } from '../problem.ts';
import { SPAN_KINDS, SPAN_STATUSES } from '../span.ts';
import { ByteWriter } from './byteWriter.ts';
import type { JsonReader } from './jsonReader.ts';
import { OtlpJsonFields } from './otlpJsonFields.ts';
import { readAnyId, readHexId } from './readId.ts';
import { Rejections } from './rejections.ts';

/**
 * - `specified`: OTLP JSON as its specification has it, which is what a receiver takes: other spellings are unknown fields
 * - `any`: also what others make of it, for files and answers: snake_case (the Collector reads it), Tempo's `batches` and base64 IDs,
 *   the `instrumentationLibrary` of before 1.0, IDs of 64 bits
 */
export type OtlpJsonDialect = 'specified' | 'any';

/** One JSON document with OTLP in it, written as OTLP protobuf. What it holds besides spans is noted in the fields. */
export class OtlpJsonDocument {
  readonly rejections = new Rejections();
  /** Whether it is a document of this kind at all: an object without a single known key is none. */
  recognised = false;
  logs = false;
  metrics = false;
  /** Tempo says that the trace is not whole: its reason, which may be empty. */
  partial: string | undefined;
  /** What the server put where the trace should be. */
  error: string | undefined;
  readonly #json: JsonReader;
  readonly #anyDialect: boolean;
  readonly #maxSpans: number;
  readonly #out: ByteWriter;
  readonly #fields: OtlpJsonFields;
  /** Any case: the specification's own example is upper case. */
  readonly #readId: typeof readHexId;
  #received = 0;

  /** Reads the value that comes next, and leaves the reader behind it. Throws `malformed` and `too-many`. */
  constructor(json: JsonReader, maxSpans: number, dialect: OtlpJsonDialect, capacity: number) {
    this.#json = json;
    this.#maxSpans = maxSpans;
    this.#anyDialect = dialect === 'any';
    this.#readId = this.#anyDialect ? readAnyId : readHexId;
    this.#out = new ByteWriter(capacity);
    this.#fields = new OtlpJsonFields(json, this.#out);
    const type = json.peek();
    if (type === 'array' && this.#anyDialect) this.#fields.list(() => this.#root());
    else if (type === 'object') this.#root();
    else throw new Problem('malformed', `OTLP JSON is an object with "resourceSpans"; this is of type ${type}.`);
  }

  /** All spans found, kept or not. */
  get received(): number {
    return this.#received;
  }

  get spans(): number {
    return this.#received - this.rejections.total;
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#out.finish();
  }

  /** The payload, or a server's envelope around it: `result` (Jaeger v3), `data` (Aspire), `trace` (Tempo). */
  #root(): void {
    let keys = 0;
    let partial = false;
    let message = '';
    this.#fields.object((key) => {
      keys++;
      const known = ROOT_KEYS.has(key);
      this.recognised ||= known;
      if (key === 'resourceSpans') this.#fields.list(() => this.#resourceSpans());
      else if (key === 'result' || key === 'data' || (key === 'trace' && this.#anyDialect)) this.#root();
      else if (key === 'status') partial = ['PARTIAL', '1'].includes(this.#fields.scalar());
      else if (key === 'message' && this.#json.peek() === 'string') message = this.#json.string();
      else if (key === 'error') this.#error();
      else {
        // An empty list says nothing: Tempo and others write them for signals that they do not have.
        if (key === 'resourceLogs') this.logs ||= this.#json.peek() === 'array';
        if (key === 'resourceMetrics') this.metrics ||= this.#json.peek() === 'array';
        this.#json.skip();
      }
    });
    this.recognised ||= keys === 0;
    if (partial) this.partial = message;
  }

  /** `{"error": {"message": ...}}`, as gateways of gRPC answer; the last value of a stream may be one. */
  #error(): void {
    if (this.#json.peek() === 'string') this.error = this.#json.string();
    else
      this.#fields.object((key) => {
        if (key === 'message' && this.#json.peek() === 'string') this.error = this.#json.string();
        else this.#json.skip();
      });
  }

  /** ResourceSpans: resource = 1, scope_spans = 2, schema_url = 3. */
  #resourceSpans(): void {
    const start = this.#out.begin(1);
    this.#fields.object((key) => {
      if (key === 'resource') this.#fields.message(1, (inner) => this.#fields.resource(inner));
      else if (key === 'scopeSpans') this.#fields.list(() => this.#scopeSpans());
      else if (key === 'schemaUrl') this.#fields.text(3);
      else this.#json.skip();
    });
    this.#out.end(start);
  }

  /** ScopeSpans: scope = 1, spans = 2, schema_url = 3. */
  #scopeSpans(): void {
    const start = this.#out.begin(2);
    this.#fields.object((key) => {
      if (key === 'scope') this.#fields.message(1, (inner) => this.#fields.scope(inner));
      else if (key === 'spans') this.#fields.list(() => this.#span());
      else if (key === 'schemaUrl') this.#fields.text(3);
      else this.#json.skip();
    });
    this.#out.end(start);
  }

  #span(): void {
    if (++this.#received > this.#maxSpans)
      throw new Problem('too-many', `The payload has more than ${this.#maxSpans.toLocaleString('en')} spans.`);
    const before = this.#out.length;
    const start = this.#out.begin(2);
    let traceId = false;
    let spanId = false;
    let sound = this.#json.peek() === 'object';
    this.#fields.object((key) => {
      switch (key) {
        case 'traceId':
          traceId = this.#fields.id(1, 16, this.#readId);
          break;
        case 'spanId':
          spanId = this.#fields.id(2, 8, this.#readId);
          break;
        case 'traceState':
          this.#fields.text(3);
          break;
        case 'parentSpanId':
          // A parent that is no ID (often "" or zeros) is no parent.
          this.#fields.id(4, 8, this.#readId);
          break;
        case 'name':
          this.#fields.text(5);
          break;
        case 'kind':
          this.#enum(6, SPAN_KINDS, 'SPAN_KIND_');
          break;
        case 'startTimeUnixNano':
          sound = this.#fields.time(7) && sound;
          break;
        case 'endTimeUnixNano':
          sound = this.#fields.time(8) && sound;
          break;
        case 'events':
          this.#fields.list(() => this.#fields.message(11, (inner) => this.#eventField(inner)));
          break;
        case 'droppedEventsCount':
          this.#fields.uint32(12);
          break;
        case 'links':
          this.#fields.list(() => this.#fields.message(13, (inner) => this.#linkField(inner)));
          break;
        case 'droppedLinksCount':
          this.#fields.uint32(14);
          break;
        case 'status':
          this.#fields.message(15, (inner) => this.#statusField(inner));
          break;
        case 'flags':
          this.#fields.flags(16);
          break;
        default:
          this.#fields.attributesOr(key, 9, 10);
      }
    });
    const reason = !sound ? 'malformed-span' : !traceId ? 'trace-id' : !spanId ? 'span-id' : undefined;
    if (reason) {
      this.rejections.count(reason);
      this.#out.truncate(before);
    } else this.#out.end(start);
  }

  /** Event: time_unix_nano = 1, name = 2, attributes = 3, dropped_attributes_count = 4. */
  #eventField(key: string): void {
    if (key === 'timeUnixNano') this.#fields.time(1);
    else if (key === 'name') this.#fields.text(2);
    else this.#fields.attributesOr(key, 3, 4);
  }

  /** Link: trace_id = 1, span_id = 2, trace_state = 3, attributes = 4, dropped_attributes_count = 5, flags = 6. */
  #linkField(key: string): void {
    if (key === 'traceId') this.#fields.id(1, 16, this.#readId);
    else if (key === 'spanId') this.#fields.id(2, 8, this.#readId);
    else if (key === 'traceState') this.#fields.text(3);
    else if (key === 'flags') this.#fields.flags(6);
    else this.#fields.attributesOr(key, 4, 5);
  }

  /** Status: message = 2, code = 3. */
  #statusField(key: string): void {
    if (key === 'message') this.#fields.text(2);
    else if (key === 'code') this.#enum(3, SPAN_STATUSES, 'STATUS_CODE_');
    else this.#json.skip();
  }

  /** Integers by the specification; names too, since the Collector reads them and others write them. */
  #enum(field: number, names: readonly string[], prefix: string): void {
    const text = this.#fields.scalar();
    const byName = text.startsWith(prefix) ? names.indexOf(text.slice(prefix.length).toLowerCase()) : -1;
    const value = byName >= 0 ? byName : Number(text);
    if (Number.isInteger(value) && value > 0 && value < names.length) this.#out.varint(field, value);
  }
}

/** Every key that such a document may have at its top, by the name it stands for. */
const ROOT_KEYS = new Set([
  'resourceSpans',
  'resourceLogs',
  'resourceMetrics',
  'resourceProfiles',
  'result',
  'data',
  'trace',
  'error',
]);
