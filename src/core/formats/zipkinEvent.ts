import type { Attribute } from '../attribute.ts';
import { Problem } from '../problem.ts';
import { JsonReader } from './jsonReader.ts';
import { readJsonValue } from './jsonValue.ts';

export interface ZipkinEvent {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly dropped: number;
}

const encoder = new TextEncoder();

/**
 * An annotation as an event. Exporters of OpenTelemetry put an event's attributes behind its name, each in its way: `"name": {...}` by the
 * specification (Java), `{"name": {...}}` (Python), `name: {...}` (Go), and `name|{...}|dropped` (the Collector). Text that is none of
 * these to its end is a name, which is what annotations of Zipkin's own are.
 */
export function zipkinEvent(text: string, maxDepth: number): ZipkinEvent {
  const plain = { name: text, attributes: [], dropped: 0 };
  if (text.endsWith('}')) {
    if (text.startsWith('{')) return keyed(text, maxDepth) ?? plain;
    if (text.startsWith('"')) return keyed(`{${text}}`, maxDepth) ?? plain;
    const colon = text.indexOf(': {');
    const attributes = colon < 1 ? undefined : mapOf(text.slice(colon + 2), maxDepth);
    return attributes ? { name: text.slice(0, colon), attributes, dropped: 0 } : plain;
  }
  const bar = text.indexOf('|{');
  const lastBar = text.lastIndexOf('|');
  const dropped = text.slice(lastBar + 1);
  if (bar < 0 || lastBar <= bar || !/^\d{1,9}$/.test(dropped)) return plain;
  const attributes = mapOf(text.slice(bar + 1, lastBar), maxDepth);
  return attributes ? { name: text.slice(0, bar), attributes, dropped: Number(dropped) } : plain;
}

/** `{"name": {...}}`: one key, and an object behind it. */
function keyed(text: string, maxDepth: number): ZipkinEvent | undefined {
  const entries = mapOf(text, maxDepth);
  const [only] = entries ?? [];
  if (entries?.length !== 1 || only?.value.type !== 'map') return undefined;
  return { name: only.key, attributes: only.value.entries, dropped: 0 };
}

/** The entries of a JSON object that is the whole text. */
function mapOf(text: string, maxDepth: number): readonly Attribute[] | undefined {
  const json = new JsonReader(encoder.encode(text), maxDepth);
  try {
    const value = readJsonValue(json);
    json.end();
    return value.type === 'map' ? value.entries : undefined;
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}
