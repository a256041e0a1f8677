import { fieldsOf, highHalfOf, sampledOf, type LineField } from './traceIdForms/fields.ts';
import { RECOGNISERS } from './traceIdForms/recognisers.ts';
import type { TraceIdHit } from './traceIdForms/traceIdHit.ts';
import { readWholeText } from './traceIdForms/wholeText.ts';

/** What is past this in a line is not looked at: about twenty patterns over 16 Ki characters take a few milliseconds. */
const MAX_LINE_CHARS = 16_384;
/** A pasted text is a line or a page, not a file. */
const MAX_PASTED_CHARS = 262_144;
/** Every form has eight digits in a row or names the trace (`uber-trace-id: 1:2:0:1`, base64 and short decimals). */
const WORTH_A_LOOK = /[0-9a-f]{8}|trace/i;
const ESCAPE = '\u001B';

/**
 * Finds the trace IDs of a text, line by line, in order and not overlapping, each with the span and the sampling
 * decision that its line names. Takes time linear in the text and never throws.
 */
export function findTraceIds(text: string): readonly TraceIdHit[] {
  const hits: TraceIdHit[] = [];
  for (let from = 0; from < text.length;) {
    const newline = text.indexOf('\n', from);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(from, Math.min(end, from + MAX_LINE_CHARS));
    // What the cap cuts through is not what was written: half of an image digest looks like an ID.
    const cut = end - from > MAX_LINE_CHARS ? line.length : Infinity;
    if (WORTH_A_LOOK.test(line))
      for (const hit of hitsOfLine(blankColours(line)))
        if (hit.end < cut) hits.push({ ...hit, start: hit.start + from, end: hit.end + from });
    from = end + 1;
  }
  return hits;
}

/**
 * The trace a person means with a pasted text: an ID, a header, a log line, the address of a trace in another viewer.
 * Of several the first certain one, else the first with all 128 bits, else the first.
 */
export function readTraceId(text: string): TraceIdHit | undefined {
  const pasted = text.slice(0, MAX_PASTED_CHARS);
  const bare = pasted.trim().replace(/^["'`[({<]{1,3}|["'`\])}>,.;]{1,3}$/g, '');
  const whole = readWholeText(bare);
  if (whole) {
    const start = pasted.indexOf(bare);
    const { traceId, certain, form = 'bare' } = whole;
    return { start, end: start + bare.length, traceId, form, certain };
  }
  const hits = findTraceIds(pasted);
  return hits.find((hit) => hit.certain) ?? hits.find((hit) => hit.form !== 'bare-64') ?? hits[0];
}

function hitsOfLine(line: string): readonly TraceIdHit[] {
  const fields = fieldsOf(line);
  const taken = new Uint8Array(line.length);
  for (const field of fields) taken.fill(1, field.start, field.end);
  const highHalf = highHalfOf(line);
  const hits: TraceIdHit[] = [];
  for (const { form, pattern, read } of RECOGNISERS) {
    // Beside another trace ID, sixteen digits are more likely its span.
    if (form === 'bare-64' && hits.length > 0) continue;
    for (const match of line.matchAll(pattern)) {
      const [start, end] = rangeOf(match);
      if (taken.subarray(start, end).includes(1)) continue;
      const id = read(match.groups!, highHalf);
      if (!id) continue;
      taken.fill(1, start, end);
      hits.push({
        start,
        end,
        traceId: id.traceId,
        ...(id.spanId && { spanId: id.spanId }),
        ...(id.sampled !== undefined && { sampled: id.sampled }),
        form: id.form ?? form,
        certain: id.certain,
      });
    }
  }
  hits.sort((a, b) => a.start - b.start);
  return withFields(hits, fields, line);
}

/** The group that holds the ID; a pattern of several alternatives names them differently. */
function rangeOf(match: RegExpExecArray): readonly [number, number] {
  const groups = match.indices!.groups!;
  return groups['id'] ?? groups['other'] ?? groups['path']!;
}

/** Gives each hit without a span the nearest span field that no other hit stands before, and the line's sampling. */
function withFields(hits: readonly TraceIdHit[], fields: readonly LineField[], line: string): readonly TraceIdHit[] {
  if (hits.length === 0) return hits;
  const spans = fields.filter((field) => field.spanId);
  const sampled = hits.length === 1 ? sampledOf(line) : undefined;
  let next = 0;
  return hits.map((hit, index) => {
    while (next < spans.length && spans[next]!.start < hit.start) next++;
    const before = spans[next - 1];
    const after = spans[next];
    const previousEnd = hits[index - 1]?.end ?? 0;
    const followingStart = hits[index + 1]?.start ?? line.length;
    const beforeGap = before && before.start >= previousEnd ? hit.start - before.end : Infinity;
    const afterGap = after && after.end <= followingStart ? after.start - hit.end : Infinity;
    const span = beforeGap < afterGap ? before : afterGap < Infinity ? after : undefined;
    return {
      ...(span?.spanId && { spanId: span.spanId }),
      ...(sampled !== undefined && { sampled }),
      ...hit,
    };
  });
}

/** Blanks the colour codes of a terminal, which stand between keys and values, without moving anything. */
function blankColours(line: string): string {
  if (!line.includes(ESCAPE)) return line;
  return line
    .split(ESCAPE)
    .map((part, index) => {
      if (index === 0) return part;
      const code = /^\[[0-9;]{0,20}m/.exec(part)?.[0] ?? '';
      return ' '.repeat(1 + code.length) + part.slice(code.length);
    })
    .join('');
}
