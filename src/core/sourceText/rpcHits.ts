import { findDeclarations, type DeclarationStyle } from '../findDeclaration.ts';
import { base1, type Base1 } from '../position.ts';
import { enclosingCall } from './enclosingCall.ts';
import { LineStarts } from '../lineStarts.ts';
import type { LiteralHit } from './literalHit.ts';
import { nameWords } from './nameWords.ts';
import type { ScannedSource } from './scanSource.ts';
import type { SourceLanguage } from './sourceLanguage.ts';

const keyword = (...keywords: readonly string[]): DeclarationStyle => ({ kind: 'keyword', keywords });
const STYLES: Readonly<Record<Exclude<SourceLanguage, 'go' | 'javascript' | 'sql'>, readonly DeclarationStyle[]>> = {
  python: [keyword('def')],
  jvm: [{ kind: 'typed' }, keyword('fun', 'def')],
  dotnet: [{ kind: 'typed' }],
  php: [keyword('function')],
  ruby: [keyword('def')],
  rust: [keyword('fn')],
  cpp: [{ kind: 'typed' }],
  swift: [keyword('func')],
  elixir: [keyword('def')],
};
/** Stubs and clients of the same procedure. */
const NO_SERVER = /\bclass\s+\w+(?:Stub|Client)\b|\btype\s+\w*Client\b/;
const MADE_BY_TOOLS = /\bDO NOT EDIT\b|@generated\b/;
const HEAD_CHARS = 1_000;
const MAX_LINE_CHARS = 1_000;

/** Where a source text declares the procedure, in the language's way of writing names. */
export function rpcHits(
  scanned: ScannedSource,
  { text, service }: { readonly text: string; readonly service: string },
  language: SourceLanguage,
): readonly LiteralHit[] {
  const { source, code } = scanned;
  if (MADE_BY_TOOLS.test(source.slice(0, HEAD_CHARS)) || NO_SERVER.test(code)) return [];
  const speaksOfService = service !== '' && source.includes(service);
  // One word is the name of many functions.
  if (!speaksOfService && nameWords(text).length < 2) return [];
  const evidence = speaksOfService ? 'function' : 'bare';
  // Nobody writes longer lines, and no rule gets to see them.
  const kept = code
    .split('\n')
    .map((line) => (line.length > MAX_LINE_CHARS ? '' : line))
    .join('\n');
  const declared = rpcNames(text).flatMap((name) => declarations(kept, name, language));
  const lines = new LineStarts(source);
  // `@GrpcMethod('CartService', 'AddItem')`
  const named = scanned.strings
    .filter((string) => string.whole && source.slice(string.start, string.end) === text)
    .filter((string) => /grpc/i.test(enclosingCall(scanned, string)?.name ?? ''))
    .map(({ start }) => lines.lineNumberOf(start));
  return (named.length > 0 ? named : declared).map((line) => ({ line, evidence }));
}

/** `PlaceOrder`, `placeOrder`, `place_order`. */
export function rpcNames(text: string): readonly string[] {
  return [...new Set([text, text.charAt(0).toLowerCase() + text.slice(1), nameWords(text).join('_')])];
}

function declarations(code: string, functionName: string, language: SourceLanguage): readonly Base1[] {
  if (language === 'go')
    return linesWhere(code, (line) => line.startsWith('func (') && line.includes(`) ${functionName}(`));
  if (language === 'sql') return [];
  if (language === 'javascript') return linesWhere(code, (line) => declaresInJavaScript(line, functionName));
  const found = STYLES[language].flatMap((style) => findDeclarations(code, functionName, style));
  return [...new Set(found)];
}

function linesWhere(code: string, matches: (line: string) => boolean): readonly Base1[] {
  return code.split('\n').flatMap((line, index) => (matches(line) ? [base1(index + 1)!] : []));
}

function declaresInJavaScript(line: string, name: string): boolean {
  const text = line.trim().replace(/^(?:export\s+)?(?:public\s+)?(?:async\s+)?(?:function\s+)?/, '');
  return text.startsWith(`${name}(`) && text.endsWith('{');
}
