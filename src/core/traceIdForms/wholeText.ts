import { parseTraceId } from '../ids.ts';
import { hexOfBase64, hexOfDecimal } from './decodedId.ts';
import type { ReadId } from './recogniser.ts';

/** Reads a text that is nothing but an ID, as people paste it: 8 to 32 hex digits (less is a word or a short commit), a UUID, a Datadog decimal, base64. */
export function readWholeText(text: string): ReadId | undefined {
  const hex = /^(?:0x)?([0-9a-fA-F]{8,32})$/.exec(text)?.[1];
  // A Datadog decimal of 17 to 20 digits would also pass as a hex ID that lost 12 to 15 zeros; that is never seen.
  const decimal = /^\d{17,20}$/.test(text) ? hexOfDecimal(text) : undefined;
  if (decimal !== undefined) return read(decimal, { form: 'datadog', certain: false });
  if (hex !== undefined) return read(hex, { form: hex.length > 16 ? 'bare' : 'bare-64', certain: false });
  if (/^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(text))
    return read(text.replaceAll('-', ''), { form: 'uuid', certain: false });
  return read(hexOfBase64(text, 16), { form: 'base64', certain: false });
}

function read(hex: string | undefined, rest: Pick<ReadId, 'certain'> & Partial<ReadId>): ReadId | undefined {
  const traceId = hex === undefined ? undefined : parseTraceId(hex);
  return traceId && { ...rest, traceId };
}
