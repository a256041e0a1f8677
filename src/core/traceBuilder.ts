import { assemble, type Trace } from './assemble.ts';
import type { DecodeLimits } from './formats/limits.ts';
import { serviceOf } from './formats/resource.ts';
import { SpanFields } from './formats/spanFields.ts';
import { walkOtlp } from './formats/walkOtlp.ts';
import { hexOf, type TraceId } from './ids.ts';
import { Problem } from './problem.ts';
import type { RejectedCount, RejectReason } from './protocol.ts';
import { SpanRows, type EnvelopeRef } from './spanRows.ts';
import { StringTable } from './stringTable.ts';
import { FLAG_CODE, FLAG_ERROR, FLAG_EVENTS, FLAG_EXCEPTION, FLAG_LINKS } from './trace.ts';

const encoder = new TextEncoder();

/**
 * Takes OTLP protobuf payloads in any order and split, and gives the traces in them. The payloads' bytes are kept: attributes,
 * events and links are read from them when somebody asks.
 */
export class TraceBuilder {
  readonly #limits: DecodeLimits;
  readonly #rows = new SpanRows();
  readonly #names = new StringTable();
  readonly #services = new StringTable();
  readonly #payloads: Uint8Array[] = [];
  readonly #resources: EnvelopeRef[] = [];
  readonly #scopes: EnvelopeRef[] = [];
  readonly #traceIndex = new Map<string, number>();
  readonly #traceIds: TraceId[] = [];
  readonly #rejected = new Map<RejectReason, number>();

  constructor(limits: DecodeLimits) {
    this.#limits = limits;
  }

  /** Adds one TracesData payload. Throws `malformed` or `too-many`; spans that cannot be kept are counted. */
  add(payload: Uint8Array): void {
    const payloadIndex = this.#payloads.push(payload) - 1;
    const fields = new SpanFields(payload);
    const rows = this.#rows;
    let service = 0;
    walkOtlp(payload, {
      resource: ({ message }) => {
        this.#resources.push({ payload: payloadIndex, start: message?.start ?? 0, end: message?.end ?? 0 });
        const name = encoder.encode(serviceOf(payload, message).name);
        service = this.#services.intern(name, 0, name.length);
      },
      scope: ({ message }) => {
        this.#scopes.push({ payload: payloadIndex, start: message?.start ?? 0, end: message?.end ?? 0 });
      },
      span: (start, end) => {
        if (rows.trace.length >= this.#limits.maxSpans)
          throw new Problem('too-many', `There are more than ${this.#limits.maxSpans.toLocaleString('en')} spans.`);
        const reason = fields.read(start, end);
        if (reason) {
          this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + 1);
          return;
        }
        rows.trace.push(this.#traceOf(payload, fields.traceIdAt));
        rows.payload.push(payloadIndex);
        rows.start.push(start);
        rows.end.push(end);
        rows.resource.push(this.#resources.length - 1);
        rows.scope.push(this.#scopes.length - 1);
        rows.idHigh.push(word(payload, fields.spanIdAt));
        rows.idLow.push(word(payload, fields.spanIdAt + 4));
        rows.parentHigh.push(fields.parentIdAt < 0 ? 0 : word(payload, fields.parentIdAt));
        rows.parentLow.push(fields.parentIdAt < 0 ? 0 : word(payload, fields.parentIdAt + 4));
        rows.startHigh.push(fields.startHigh);
        rows.startLow.push(fields.startLow);
        rows.endHigh.push(fields.endHigh);
        rows.endLow.push(fields.endLow);
        rows.service.push(service);
        rows.name.push(this.#names.intern(payload, fields.nameStart, fields.nameEnd));
        rows.flags.push(flagsOf(fields));
      },
    });
  }

  get rejected(): readonly RejectedCount[] {
    return Array.from(this.#rejected, ([reason, count]) => ({ reason, count }));
  }

  /** The traces found so far, in order of their start. */
  build(): readonly Trace[] {
    const members = this.#members();
    const material = {
      rows: this.#rows,
      payloads: this.#payloads,
      resources: this.#resources,
      scopes: this.#scopes,
      names: this.#names.strings,
      services: this.#services.strings,
    };
    return this.#traceIds
      .map((traceId, index) => assemble(traceId, members[index]!, material))
      .sort((a, b) => Number(BigInt(a.header.startEpochNs) - BigInt(b.header.startEpochNs)));
  }

  /** Span indexes by trace, in order of arrival: counted first, so that each list is allocated once. */
  #members(): readonly Uint32Array[] {
    const traces = this.#rows.trace.view();
    const counts = new Uint32Array(this.#traceIds.length);
    for (let i = 0; i < traces.length; i++) counts[traces[i]!]!++;
    const members = Array.from(counts, (count) => new Uint32Array(count));
    counts.fill(0);
    for (let i = 0; i < traces.length; i++) {
      const trace = traces[i]!;
      members[trace]![counts[trace]!++] = i;
    }
    return members;
  }

  #traceOf(payload: Uint8Array, at: number): number {
    const traceId = hexOf(payload, at, at + 16) as TraceId;
    let index = this.#traceIndex.get(traceId);
    if (index === undefined) {
      index = this.#traceIds.push(traceId) - 1;
      this.#traceIndex.set(traceId, index);
    }
    return index;
  }
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

function flagsOf(fields: SpanFields): number {
  return (
    fields.kind |
    (fields.error ? FLAG_ERROR : 0) |
    (fields.events ? FLAG_EVENTS : 0) |
    (fields.exception ? FLAG_EXCEPTION : 0) |
    (fields.links ? FLAG_LINKS : 0) |
    (fields.codeAttributes.length > 0 ? FLAG_CODE : 0)
  );
}
