import { enclosingCall, type EnclosingCall } from './enclosingCall.ts';
import { instrumentedFunctions } from './instrumentedFunctions.ts';
import { LineStarts } from '../lineStarts.ts';
import type { LiteralHit } from './literalHit.ts';
import { nameWords } from './nameWords.ts';
import type { ScannedSource, SourceString } from './scanSource.ts';
import type { SourceLanguage } from './sourceLanguage.ts';
import { isText } from './stringText.ts';

const SPAN_WORDS: ReadonlySet<string> = new Set(['span', 'activity', 'traced', 'instrument', 'observed']);
/** `getSpan`, `expectSpan`, `endSpan`, `spanAttribute`: they speak of a span that is there. */
const OTHER_WORDS: ReadonlySet<string> = new Set(
  'get find expect assert has is end finish set add record filter wait to of by attribute attributes event tag link status kind id context processor exporter'.split(
    ' ',
  ),
);
const NAME_KEYS: ReadonlySet<string> = new Set(
  'name value spanName span_name operationName operation_name contextualName'.split(' '),
);
/** Calls that hold texts for people or of events: nothing that starts a span. */
const TALKING: ReadonlySet<string> = new Set(
  'log debug info warn warning error fatal trace print println printf sprintf format fmt puts write describe it test context assert expect throw raise panic exception event attribute attributes message equal equals eq includes contains get set has'.split(
    ' ',
  ),
);
const MAX_EARLIER = 20;

/** Where a source text starts a span of this name, or names it. */
export function spanNameHits(scanned: ScannedSource, name: string, language: SourceLanguage): readonly LiteralHit[] {
  const lines = new LineStarts(scanned.source);
  const hits: LiteralHit[] = instrumentedFunctions(scanned, name, language).map((line) => ({
    line,
    evidence: 'function',
  }));
  for (const [index, string] of scanned.strings.entries()) {
    if (!isText(scanned, string, name)) continue;
    const call = enclosingCall(scanned, string);
    const line = lines.lineNumberOf(string.start);
    if (call && startsSpan(call, scanned, index)) hits.push({ line, evidence: 'made' });
    else if (isDistinctive(name) && mayName(call)) hits.push({ line, evidence: 'bare' });
  }
  return hits;
}

/** Whether the string is the name of the span that the call starts. */
export function startsSpan(call: EnclosingCall, scanned: ScannedSource, index: number): boolean {
  const { key, nested } = call;
  if (key === undefined ? nested : !NAME_KEYS.has(key)) return false;
  if (key === undefined && !isFirstString(scanned, index)) return false;
  return isSpanMaker(call, scanned, scanned.strings[index]!);
}

function isSpanMaker(
  { name, receiver, bracket }: EnclosingCall,
  { code }: ScannedSource,
  string: SourceString,
): boolean {
  const words = nameWords(name);
  if (words.some((word) => SPAN_WORDS.has(word))) return !words.some((word) => OTHER_WORDS.has(word));
  const owner = receiver.toLowerCase();
  switch (words.join(' ')) {
    case 'update name':
    case 'set name':
      return owner.endsWith('span');
    case 'trace':
    case 'wrap':
      return owner.endsWith('tracer');
    // Go's `tracer.Start(ctx, "name")`.
    case 'start':
      return (
        owner.endsWith('tracer') || (bracket !== undefined && isContext(code.slice(bracket.at + 1, string.opened)))
      );
    default:
      return false;
  }
}

function isContext(text: string): boolean {
  return text.length < 80 && /^\s*[\w.]*(?:ctx|context)[\w.()]*\s*,\s*$/i.test(text);
}

/** A second text in a call is no name; what has a key of its own is not counted. */
function isFirstString(scanned: ScannedSource, index: number): boolean {
  const string = scanned.strings[index]!;
  if (string.within === undefined) return true;
  for (let i = index - 1; i >= 0 && index - i <= MAX_EARLIER; i--) {
    const earlier = scanned.strings[i]!;
    if (earlier.opened < string.within.at) break;
    if (earlier.within === string.within && enclosingCall(scanned, earlier)?.key === undefined) return false;
  }
  return true;
}

/** More than one word: `price` stands everywhere. */
function isDistinctive(name: string): boolean {
  return /[\p{L}\d][\s.:/_-]+[\p{L}\d]/u.test(name);
}

/** A constant, or the argument of a helper with a name of its own; no part of a value, no text for people. */
function mayName(call: EnclosingCall | undefined): boolean {
  return call === undefined || (!call.nested && !nameWords(call.name).some((word) => TALKING.has(word)));
}
