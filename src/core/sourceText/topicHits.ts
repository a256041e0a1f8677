import { enclosingCall, keyOf, type EnclosingCall } from './enclosingCall.ts';
import { LineStarts } from '../lineStarts.ts';
import type { LiteralHit } from './literalHit.ts';
import { nameWords } from './nameWords.ts';
import type { ScannedSource } from './scanSource.ts';
import { isText } from './stringText.ts';

const SENDS: ReadonlySet<string> = new Set(
  'send publish produce producer emit enqueue dispatch push sendto'.split(' '),
);
const RECEIVES: ReadonlySet<string> = new Set(
  'subscribe consume consumer listen listener receive subscriber incoming worker poll on process'.split(' '),
);
const NAMES: ReadonlySet<string> = new Set(
  'topic topics queue queues channel exchange stream destination subject'.split(' '),
);

/** Where a source text sends to a topic or queue of this name, or listens to it. */
export function topicHits(
  scanned: ScannedSource,
  { text, sends }: { readonly text: string; readonly sends: boolean },
): readonly LiteralHit[] {
  const lines = new LineStarts(scanned.source);
  const hits: LiteralHit[] = [];
  for (const string of scanned.strings) {
    if (!isText(scanned, string, text)) continue;
    const call = enclosingCall(scanned, string);
    const words = nameWords(`${call?.name ?? ''} ${keyOf(scanned.code, string) ?? ''}`);
    const does = words.some((word) => (sends ? SENDS : RECEIVES).has(word));
    const doesOther = words.some((word) => (sends ? RECEIVES : SENDS).has(word));
    const line = lines.lineNumberOf(string.start);
    if (does) hits.push({ line, evidence: 'made' });
    else if (!doesOther && (words.some((word) => NAMES.has(word)) || isConstant(call, text)))
      hits.push({ line, evidence: 'bare' });
  }
  return hits;
}

/** `orders` is also a table, a folder and a word; `orders.created` is not. */
function isConstant(call: EnclosingCall | undefined, text: string): boolean {
  return call === undefined && /[\p{L}\d][.:/_-]+[\p{L}\d]/u.test(text);
}
