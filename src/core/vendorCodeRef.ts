import { stringAttribute, type Attribute } from './attribute.ts';
import type { CodeRef } from './codeRef.ts';
import { base1 } from './position.ts';

const IDENTIFIER = /^[\p{L}_$][\p{L}\p{N}_$.]*$/u;

/**
 * What a span says about its code in the words of others than OpenTelemetry: Datadog's code origin (the first frame is the user's),
 * Micrometer's `class` and `method`. `undefined` when it says nothing.
 */
export function vendorCodeRef(attributes: readonly Attribute[]): CodeRef | undefined {
  return datadogCodeOrigin(attributes) ?? micrometerTags(attributes);
}

function datadogCodeOrigin(attributes: readonly Attribute[]): CodeRef | undefined {
  const frame = (field: string): string | undefined =>
    stringAttribute(attributes, `_dd.code_origin.frames.0.${field}`) || undefined;
  const filePath = frame('file');
  if (filePath === undefined) return undefined;
  const number = (text: string | undefined): ReturnType<typeof base1> =>
    text !== undefined && /^\d{1,9}$/.test(text) ? base1(Number(text)) : undefined;
  const [type, method] = [frame('type'), frame('method')];
  return {
    origin: 'attributes',
    filePath,
    line: number(frame('line')),
    column: number(frame('column')),
    functionName: type !== undefined && method !== undefined ? `${type}.${method}` : method,
  };
}

/** Both words are common: only together, and only as names, do they mean code. */
function micrometerTags(attributes: readonly Attribute[]): CodeRef | undefined {
  const [type, method] = [stringAttribute(attributes, 'class'), stringAttribute(attributes, 'method')];
  if (type === undefined || method === undefined || !IDENTIFIER.test(type) || !IDENTIFIER.test(method))
    return undefined;
  return {
    origin: 'attributes',
    filePath: undefined,
    line: undefined,
    column: undefined,
    functionName: `${type}.${method}`,
  };
}
