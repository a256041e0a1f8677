import { Problem } from '../problem.ts';
import type { RejectReason } from '../protocol.ts';
import { ByteWriter } from './byteWriter.ts';
import { JsonReader } from './jsonReader.ts';
import { readJaegerProcess, type JaegerProcess } from './jaegerProcess.ts';
import { readJaegerSpan, writeJaegerSpan, type JaegerSpan } from './jaegerSpan.ts';
import { writeJaegerTag } from './jaegerTag.ts';
import type { DecodeLimits } from './limits.ts';
import type { Transcoded } from './otlpJson.ts';

/** Spans of one process and one scope: they share a ResourceSpans and a ScopeSpans. */
interface Group {
  readonly process: JaegerProcess;
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly spans: ByteWriter;
}

/**
 * Jaeger's legacy JSON (the UI's `GET /api/traces/{id}`, or one bare trace of it) as OTLP protobuf. Times are microseconds.
 * Tags that Jaeger made from OTLP fields (span.kind, otel.status_code, otel.scope.name, error, w3c.tracestate) become those fields again.
 */
export function jaegerJsonToProto(json: Uint8Array, limits: DecodeLimits): Transcoded {
  const state = new JaegerTranscoder(json, limits);
  return state.run();
}

class JaegerTranscoder {
  readonly #json: JsonReader;
  readonly #limits: DecodeLimits;
  readonly #groups = new Map<string, Group>();
  readonly #rejected = new Map<RejectReason, number>();
  #traces = 0;
  #spans = 0;
  #received = 0;

  constructor(bytes: Uint8Array, limits: DecodeLimits) {
    this.#json = new JsonReader(bytes, limits.maxDepth);
    this.#limits = limits;
  }

  run(): Transcoded {
    const json = this.#json;
    if (json.peek() === 'array') this.#traceList(json);
    else this.#root(json.fork());
    return {
      bytes: this.#encode(),
      spans: this.#spans,
      rejected: Array.from(this.#rejected, ([reason, count]) => ({ reason, count })),
    };
  }

  /** An envelope `{data: [trace...]}` or a trace `{traceID, spans, processes}`. */
  #root(json: JsonReader): void {
    const trace = json.copy();
    let enveloped = false;
    json.beginObject();
    for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
      if (key === 'data' && json.peek() === 'array') {
        enveloped = true;
        this.#traceList(json);
      } else json.skip();
    }
    if (!enveloped) this.#trace(trace);
  }

  #traceList(json: JsonReader): void {
    json.beginArray();
    while (json.nextElement()) {
      if (json.peek() === 'object') this.#trace(json.fork());
      else json.skip();
    }
  }

  /** Processes may stand after the spans that name them, so they are read first. */
  #trace(json: JsonReader): void {
    const trace = this.#traces++;
    const spanLists: JsonReader[] = [];
    const processes = new Map<string, JaegerProcess>();
    json.beginObject();
    for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
      if (key === 'spans' && json.peek() === 'array') spanLists.push(json.fork());
      else if (key === 'processes' && json.peek() === 'object') readProcesses(json, processes);
      else json.skip();
    }
    for (const list of spanLists) this.#spanList(list, trace, processes);
  }

  #spanList(json: JsonReader, trace: number, processes: ReadonlyMap<string, JaegerProcess>): void {
    json.beginArray();
    while (json.nextElement()) {
      if (++this.#received > this.#limits.maxSpans)
        throw new Problem('too-many', `The file has more than ${this.#limits.maxSpans.toLocaleString('en')} spans.`);
      const span = readJaegerSpan(json);
      if (typeof span === 'string') this.#reject(span);
      else this.#keep(span, trace, processes);
    }
  }

  #keep(span: JaegerSpan, trace: number, processes: ReadonlyMap<string, JaegerProcess>): void {
    const process = span.process ?? processes.get(span.processId) ?? { service: '', tags: [] };
    const key = JSON.stringify([
      span.process ? process.service : trace,
      span.processId,
      span.scopeName,
      span.scopeVersion,
    ]);
    let group = this.#groups.get(key);
    if (!group) {
      group = {
        process,
        scopeName: span.scopeName,
        scopeVersion: span.scopeVersion,
        spans: new ByteWriter(64 * 1024),
      };
      this.#groups.set(key, group);
    }
    writeJaegerSpan(span, group.spans);
    this.#spans++;
  }

  #reject(reason: RejectReason): void {
    this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + 1);
  }

  #encode(): Uint8Array<ArrayBuffer> {
    const out = new ByteWriter(64 * 1024);
    for (const group of this.#groups.values()) {
      const resourceSpans = out.begin(1);
      const resource = out.begin(1);
      if (group.process.service !== '')
        writeJaegerTag({ key: 'service.name', type: 'string', text: group.process.service }, out, 1);
      for (const tag of group.process.tags) writeJaegerTag(tag, out, 1);
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
    return out.finish();
  }
}

function readProcesses(json: JsonReader, into: Map<string, JaegerProcess>): void {
  json.beginObject();
  for (let id = json.nextKey(); id !== undefined; id = json.nextKey()) {
    if (json.peek() === 'object') into.set(id, readJaegerProcess(json));
    else json.skip();
  }
}
