import { enclosingCall } from './enclosingCall.ts';
import { LineStarts } from '../lineStarts.ts';
import type { LiteralHit } from './literalHit.ts';
import { routeCall } from './routeCall.ts';
import type { ScannedSource } from './scanSource.ts';
import type { SourceLanguage } from './sourceLanguage.ts';
import { fitsTemplate, textTemplates, type TextTemplate } from './textTemplates.ts';

/** What asks a server, by the words of the call or of what is called. */
const ASKS =
  /^(?:fetch|axios|request|get|post|put|patch|delete|head|send|open|urlopen|got|ky|invoke|exchange|uri|url|baseurl|create|newcall|newrequest|newrequestwithcontext|(?:get|post|put|patch|delete|send)(?:async|forobject|forentity|stringasync|fromjsonasync|asjsonasync))$/i;
/** Go makes a request before it sends it. */
const SENDS_LATER = /^NewRequest/;
const SENT = /\.\s{0,3}Do\s{0,3}\(/;
const SENT_WITHIN = 600;
const PATH_KEYS: ReadonlySet<string> = new Set(['path', 'url', 'uri', 'pathname']);

/** Where a source text asks for an address with this path, all of it or what is fixed of it. */
export function clientHits(scanned: ScannedSource, path: string, language: SourceLanguage): readonly LiteralHit[] {
  const { source, code, strings } = scanned;
  const lines = new LineStarts(source);
  const whole = strings.flatMap(({ start, end }, index): readonly TextTemplate[] =>
    endsLike(path, source.slice(start, Math.min(end, start + 400))) ? [{ index, pieces: [path] }] : [],
  );
  const templates = textTemplates(scanned, language).filter(
    (template) => fitsTemplate(path, template) || fitsTemplate(path, withHost(template)),
  );
  return [...whole, ...templates].flatMap(({ index }) => {
    const string = strings[index]!;
    const call = enclosingCall(scanned, string);
    const isClient = call !== undefined && (ASKS.test(call.name) || PATH_KEYS.has(call.key ?? ''));
    if (!isClient || call.decorates || routeCall(scanned, index, language)) return [];
    const sent = SENDS_LATER.test(call.name) ? SENT.exec(code.slice(string.end, string.end + SENT_WITHIN)) : null;
    return [{ line: lines.lineNumberOf(sent ? string.end + sent.index : string.start), evidence: 'unclear' as const }];
  });
}

/** The path alone, or with a host in front. */
function endsLike(path: string, text: string): boolean {
  return text === path || (text.endsWith(path) && /^https?:\/\/[^/]+$/.test(text.slice(0, -path.length)));
}

/** The first fixed piece may begin with a host. */
function withHost(template: TextTemplate): TextTemplate {
  const [first = '', ...others] = template.pieces;
  return { ...template, pieces: [first.replace(/^https?:\/\/[^/]+/, ''), ...others] };
}
