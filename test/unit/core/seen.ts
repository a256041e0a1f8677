import type { Trace } from '../../../src/core/assemble.ts';
import { FILE_LIMITS } from '../../../src/core/formats/limits.ts';
import type { SpanDetail } from '../../../src/core/span.ts';
import { spanDetail } from '../../../src/core/spanDetail.ts';
import { readTraces, type ReadTraces } from '../../../src/parser/readTraces.ts';
import { bytesOf } from './payloads.ts';

/** Reads content as a file is read: by what is in it. */
export const readFile = (content: unknown): ReadTraces =>
  readTraces([content instanceof Uint8Array ? content : bytesOf(content)], undefined, FILE_LIMITS);

export const detailsOf = (trace: Trace): readonly SpanDetail[] =>
  Array.from({ length: trace.columns.count }, (_, row) => spanDetail(trace, row));

/** Everything that anybody can see of a trace. */
export const seen = (trace: Trace): object => ({
  header: trace.header,
  summary: trace.summary,
  columns: trace.columns,
  details: detailsOf(trace),
});

/** The rows of a trace as an indented list, `service name #id` a line. */
export const outline = (trace: Trace): readonly string[] =>
  detailsOf(trace).map(({ service, name, row }) => `${'  '.repeat(trace.columns.depth[row]!)}${service} ${name}`);

/** Attributes as plain pairs. */
export const pairs = (attributes: SpanDetail['attributes']): Readonly<Record<string, unknown>> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, 'value' in value ? value.value : value]));
