import { Problem } from '../problem.ts';
import { writeJsonAnyValue } from './anyValueJson.ts';
import { ByteWriter } from './byteWriter.ts';
import { JsonReader } from './jsonReader.ts';
import type { DecodeLimits } from './limits.ts';
import { OtlpJsonFields } from './otlpJsonFields.ts';
import { readHexId } from './readId.ts';

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
  readonly #fields: OtlpJsonFields;
  #received = 0;

  constructor(json: JsonReader, maxRecords: number) {
    this.#json = json;
    this.#maxRecords = maxRecords;
    this.#fields = new OtlpJsonFields(json, this.out);
  }

  run(): void {
    const type = this.#json.peek();
    if (type !== 'object')
      throw new Problem('malformed', `OTLP JSON logs are an object with "resourceLogs"; this is of type ${type}.`);
    this.#fields.object((key) => {
      if (key === 'resourceLogs') this.#fields.list(() => this.#resourceLogs());
      else this.#json.skip();
    });
  }

  /** ResourceLogs: resource = 1, scope_logs = 2, schema_url = 3. */
  #resourceLogs(): void {
    this.#fields.message(1, (key) => {
      if (key === 'resource') this.#fields.message(1, (inner) => this.#fields.resource(inner));
      else if (key === 'scopeLogs') this.#fields.list(() => this.#scopeLogs());
      else if (key === 'schemaUrl') this.#fields.text(3);
      else this.#json.skip();
    });
  }

  /** ScopeLogs: scope = 1, log_records = 2, schema_url = 3. */
  #scopeLogs(): void {
    this.#fields.message(2, (key) => {
      if (key === 'scope') this.#fields.message(1, (inner) => this.#fields.scope(inner));
      else if (key === 'logRecords') this.#fields.list(() => this.#record());
      else if (key === 'schemaUrl') this.#fields.text(3);
      else this.#json.skip();
    });
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
    this.#fields.message(2, (key) => {
      switch (key) {
        case 'timeUnixNano':
          sound = this.#fields.time(1) && sound;
          break;
        case 'severityNumber':
          this.#fields.uint32(2);
          break;
        case 'severityText':
          this.#fields.text(3);
          break;
        case 'body':
          this.#body();
          break;
        case 'flags':
          this.#fields.flags(8);
          break;
        case 'traceId':
          this.#fields.id(9, 16, readHexId);
          break;
        case 'spanId':
          this.#fields.id(10, 8, readHexId);
          break;
        case 'observedTimeUnixNano':
          sound = this.#fields.time(11) && sound;
          break;
        case 'eventName':
          this.#fields.text(12);
          break;
        default:
          this.#fields.attributesOr(key, 6, 7);
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
}
