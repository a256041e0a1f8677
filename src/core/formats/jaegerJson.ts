import { Problem } from '../problem.ts';
import { ByteWriter } from './byteWriter.ts';
import { JsonReader } from './jsonReader.ts';
import { readJaegerProcess, type JaegerProcess } from './jaegerProcess.ts';
import { readJaegerSpan, writeJaegerSpan, type JaegerSpan } from './jaegerSpan.ts';
import { JaegerTag } from './jaegerTag.ts';
import type { DecodeLimits } from './limits.ts';
import type { Transcoded } from './otlpJson.ts';
import type { Payloads } from './payloads.ts';
import { quoted } from './quoted.ts';
import { Rejections } from './rejections.ts';

/** Spans of one process and one scope: they share a ResourceSpans and a ScopeSpans. */
interface Group {
  readonly processId: string;
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly spans: ByteWriter;
  /** What a clone put into the span itself; `processes` has it otherwise. */
  readonly own: JaegerProcess | undefined;
}

const NO_PROCESS: JaegerProcess = { service: '', tags: [] };

/**
 * Jaeger's legacy JSON (the UI's `GET /api/traces/{id}`, or one bare trace of it) as OTLP protobuf. Times are microseconds.
 * Tags that Jaeger made from OTLP fields (span.kind, otel.status_code, otel.scope.name, error, w3c.tracestate) become those fields again.
 */
export function jaegerJsonToProto(json: Uint8Array, limits: DecodeLimits): Transcoded & Payloads {
  return new JaegerTranscoder(json, limits).run();
}

class JaegerTranscoder {
  readonly #json: JsonReader;
  readonly #limits: DecodeLimits;
  readonly #out = new ByteWriter(64 * 1024);
  readonly #rejections = new Rejections();
  /** Sentences; the same one is said once. */
  readonly #notes = new Set<string>();
  #spans = 0;
  #received = 0;

  constructor(bytes: Uint8Array, limits: DecodeLimits) {
    this.#json = new JsonReader(bytes, limits.maxDepth);
    this.#limits = limits;
  }

  run(): Transcoded & Payloads {
    if (this.#json.peek() === 'array') this.#traceList();
    else this.#trace();
    this.#json.end();
    const bytes = this.#out.finish();
    return { bytes, payloads: [bytes], spans: this.#spans, rejected: this.#rejections.list, notes: [...this.#notes] };
  }

  #traceList(): void {
    this.#json.beginArray();
    while (this.#json.nextElement()) {
      if (this.#json.peek() === 'object') this.#trace();
      else this.#json.skip();
    }
  }

  /**
   * A trace `{traceID, spans, processes}`, or the envelope `{data: [trace...]}` around some. Processes may stand after the spans that
   * name them, so spans are kept by the name of their process until the end.
   */
  #trace(): void {
    const json = this.#json;
    const groups = new Map<string, Group>();
    const processes = new Map<string, JaegerProcess>();
    json.beginObject();
    for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
      if (key === 'data' && json.peek() === 'array') this.#traceList();
      else if (key === 'spans' && json.peek() === 'array') this.#spanList(groups);
      else if (key === 'processes' && json.peek() === 'object') readProcesses(json, processes);
      else if (key === 'errors' && json.peek() === 'array') this.#errors();
      else if (key === 'warnings' && json.peek() === 'array') this.#warnings();
      else json.skip();
    }
    for (const group of groups.values()) this.#write(group, group.own ?? processes.get(group.processId) ?? NO_PROCESS);
  }

  /** `[{code, msg, traceID}]`: what the server could not find or do. */
  #errors(): void {
    const json = this.#json;
    json.beginArray();
    while (json.nextElement()) {
      if (json.peek() !== 'object') {
        json.skip();
        continue;
      }
      json.beginObject();
      for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
        if (key === 'msg' && json.peek() === 'string')
          this.#notes.add(`Jaeger reported an error: ${quoted(json.string())}`);
        else json.skip();
      }
    }
  }

  #warnings(): void {
    const json = this.#json;
    json.beginArray();
    while (json.nextElement()) {
      if (json.peek() === 'string') this.#notes.add(`Jaeger warns: ${quoted(json.string())}`);
      else json.skip();
    }
  }

  #spanList(groups: Map<string, Group>): void {
    const json = this.#json;
    json.beginArray();
    while (json.nextElement()) {
      if (++this.#received > this.#limits.maxSpans)
        throw new Problem('too-many', `The file has more than ${this.#limits.maxSpans.toLocaleString('en')} spans.`);
      const span = readJaegerSpan(json);
      if (typeof span === 'string') this.#rejections.count(span);
      else {
        writeJaegerSpan(span, groupOf(span, groups).spans);
        this.#spans++;
      }
    }
  }

  #write(group: Group, process: JaegerProcess): void {
    const out = this.#out;
    const resourceSpans = out.begin(1);
    const resource = out.begin(1);
    if (process.service !== '') JaegerTag.ofText('service.name', process.service).write(out, 1);
    for (const tag of process.tags) tag.write(out, 1);
    out.end(resource);
    const scopeSpans = out.begin(2);
    const scope = out.begin(1);
    if (group.scopeName !== '') out.string(1, group.scopeName);
    if (group.scopeVersion !== '') out.string(2, group.scopeVersion);
    out.end(scope);
    const spans = group.spans.view();
    out.raw(spans, 0, spans.length);
    out.end(scopeSpans);
    out.end(resourceSpans);
  }
}

function groupOf(span: JaegerSpan, groups: Map<string, Group>): Group {
  const { processId, scopeName, scopeVersion, process: own } = span;
  const key = [processId, scopeName, scopeVersion, own?.service].join('\0');
  let group = groups.get(key);
  if (!group) groups.set(key, (group = { processId, scopeName, scopeVersion, own, spans: new ByteWriter() }));
  return group;
}

function readProcesses(json: JsonReader, into: Map<string, JaegerProcess>): void {
  json.beginObject();
  for (let id = json.nextKey(); id !== undefined; id = json.nextKey()) {
    if (json.peek() === 'object') into.set(id, readJaegerProcess(json));
    else json.skip();
  }
}
