import { asciiLower } from './asciiLower.ts';
import { queryTokens, type QueryToken } from './queryTokens.ts';
import type { Suggestion } from './searchProtocol.ts';
import { SPAN_KINDS, SPAN_STATUSES } from './span.ts';

/** Names to complete with, from whoever is searched. Each list may be long; rejects never matter: no names then. */
export interface CompletionNames {
  services(): Promise<readonly string[]>;
  /** Of the service, or of any when none is named. */
  operations(service: string | undefined): Promise<readonly string[]>;
  attributeKeys(): Promise<readonly string[]>;
  attributeValues(key: string): Promise<readonly string[]>;
}

const MAX_SUGGESTIONS = 50;

/** What a token may begin with. */
const STARTERS: readonly (readonly [insert: string, detail: string])[] = [
  ['service:', 'spans of a service'],
  ['operation:', 'spans of an operation'],
  ['duration>', 'slower than, such as 500ms'],
  ['error', 'failed spans'],
  ['last ', 'how far back, such as 1h'],
  ['kind:', 'server, client, producer, consumer, internal'],
  ['status:', 'ok, error, unset'],
  ['event:', 'with an event, such as exception'],
  ['from:', 'since a time, such as 14:30'],
  ['to:', 'until a time'],
  ['limit:', 'how many from each source'],
];
const WINDOWS = ['5m', '15m', '1h', '6h', '24h', '7d'];
const DURATIONS = ['10ms', '100ms', '500ms', '1s', '5s'];

/** Suggestions for the token at the caret of a search, best first. */
export async function completeQuery(
  text: string,
  caret: number,
  names: CompletionNames,
): Promise<readonly Suggestion[]> {
  const tokens = queryTokens(text);
  const at = tokens.findIndex((token) => token.start <= caret && caret <= token.start + token.raw.length);
  const token = tokens[at];
  const [from, to] = token ? [token.start, token.start + token.raw.length] : [caret, caret];
  const typed = text.slice(from, caret).replace(/^-/, '');
  const sign = token?.excluded && typed !== token.raw ? '-' : '';
  const offer = (entries: readonly Entry[]): readonly Suggestion[] =>
    entries
      .slice(0, MAX_SUGGESTIONS)
      .map(({ label, detail, insert }) => ({ label, detail, insert: sign + insert, from, to }));

  const before = tokens.findLast(({ start }) => start < from);
  if (asciiLower(before?.raw ?? '') === 'last') return offer(matching(WINDOWS.map(plain), typed));
  const field = /^(service|name|operation|event|kind|status|last|limit):("?)(.*)$/is.exec(typed);
  if (field) return offer(await fieldValues(asciiLower(field[1]!), field[3]!, tokens, names));
  if (/^duration>=?/i.test(typed)) {
    const operator = /^duration>=?/i.exec(typed)![0];
    return offer(
      matching(
        DURATIONS.map((value) => ({ label: value, detail: '', insert: operator + value })),
        typed.slice(operator.length),
      ),
    );
  }
  const attribute = /^([^=!<>"\s]+)=("?)(.*)$/s.exec(typed);
  if (attribute) return offer(await attributeValues(attribute[1]!, attribute[3]!, names));
  return offer(await starters(typed, names));
}

interface Entry {
  readonly label: string;
  readonly detail: string;
  readonly insert: string;
}

function plain(text: string): Entry {
  return { label: text, detail: '', insert: text };
}

async function starters(typed: string, names: CompletionNames): Promise<readonly Entry[]> {
  const own = STARTERS.map(([insert, detail]) => ({ label: insert.trim(), detail, insert }));
  if (typed === '') return own;
  const [services, keys] = await Promise.all([orNone(names.services()), orNone(names.attributeKeys())]);
  return [
    ...matching(own, typed),
    ...matching(
      services.map((name) => ({ label: name, detail: 'service', insert: `service:${quotedIfNeeded(name)}` })),
      typed,
    ),
    ...matching(
      keys.map((key) => ({ label: key, detail: 'attribute', insert: `${key}=` })),
      typed,
    ),
  ];
}

async function fieldValues(
  field: string,
  typed: string,
  tokens: readonly QueryToken[],
  names: CompletionNames,
): Promise<readonly Entry[]> {
  const values = await fieldNames(field, tokens, names);
  return matching(
    values.map((value) => ({ label: value, detail: '', insert: `${field}:${quotedIfNeeded(value)}` })),
    typed,
  );
}

async function fieldNames(
  field: string,
  tokens: readonly QueryToken[],
  names: CompletionNames,
): Promise<readonly string[]> {
  switch (field) {
    case 'service':
      return orNone(names.services());
    case 'kind':
      return SPAN_KINDS.filter((kind) => kind !== 'unspecified');
    case 'status':
      return SPAN_STATUSES;
    case 'event':
      return ['exception'];
    case 'last':
      return WINDOWS;
    case 'limit':
      return ['20', '50', '100', '200', '500'];
    default: {
      const service = tokens.find((token) => !token.excluded && /^service:./i.test(token.text));
      return orNone(names.operations(service?.text.slice('service:'.length)));
    }
  }
}

async function attributeValues(key: string, typed: string, names: CompletionNames): Promise<readonly Entry[]> {
  const values = await orNone(names.attributeValues(key));
  return matching(
    values.map((value) => ({ label: value, detail: '', insert: `${key}=${quotedIfNeeded(value)}` })),
    typed,
  );
}

/** Those that begin with what was typed, then those that hold it; without their own quotes. */
function matching(entries: readonly Entry[], typed: string): readonly Entry[] {
  const wanted = asciiLower(typed.replace(/^"|"$/g, ''));
  const place = ({ label }: Entry): number => asciiLower(label).indexOf(wanted);
  return entries
    .filter((entry) => place(entry) >= 0 && asciiLower(entry.insert) !== wanted)
    .toSorted((a, b) => Number(place(a) > 0) - Number(place(b) > 0));
}

/** A name as the search language reads it back. */
export function quotedIfNeeded(text: string): string {
  return /^[^\s"*]+$/.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`;
}

async function orNone(names: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await names;
  } catch {
    return [];
  }
}
