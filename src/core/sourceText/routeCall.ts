import { httpMethod, type HttpMethod } from '../httpMethod.ts';
import { enclosingCall, isBlock, type EnclosingCall } from './enclosingCall.ts';
import type { Bracket, ScannedSource, SourceString } from './scanSource.ts';
import type { SourceLanguage } from './sourceLanguage.ts';

/** What a string is to a router: the path of something it serves. */
export interface RouteCall {
  readonly call: EnclosingCall | undefined;
  /** Empty when none is told: all, or said elsewhere. */
  readonly methods: ReadonlySet<HttpMethod>;
  /** Whether it is a route beyond doubt. */
  readonly sure: boolean;
}

/** Names that make a route for any method, or for one that is told beside the path. */
const ANY_METHOD: ReadonlySet<string> = new Set(
  'route requestmapping path re_path url handlefunc handle handler method methodfunc map mapmethods match any all add addroute add_route add_url_rule add_api_route api_route resource on'.split(
    ' ',
  ),
);
/** Words of many things. */
const VAGUE: ReadonlySet<string> = new Set('on add all any map match handle handler method'.split(' '));
const PATH_KEYS: ReadonlySet<string> = new Set('path url value route pattern template rule'.split(' '));
const HANDLER = /(?<![\w$])(?:handler|handle|action|controller|endpoint)\s*[:(,}]/;
/** What asks instead of answering. Compared with the end of the receiver's name. */
const CLIENTS =
  /(?:axios|https?|httpx|requests?|client|session|fetch|got|ky|superagent|cache|map|params|headers|config|store|redis|storage|cookies|agent|supertest|faraday|conn|resty|resttemplate|template|mock|nock|page|env|api|sdk|fetcher)$/i;
const CLIENT_CALLS: ReadonlySet<string> = new Set(
  'fetch axios request inject got ky superagent open urlopen newrequest newrequestwithcontext'.split(' '),
);
const ROUTERS =
  /(?:app|router|routes?|server|fastify|mux|group|blueprint|bp|engine|scope|web|echo|gin|chi|hono|koa|controller|sinatra|v\d+)$|^(?:r|e|g|rg|rt)$/i;
const TEXT_METHODS = /(?:RequestMethod|HttpMethod|HttpMethods|Method)(?:\.|::)(\w{3,7})/g;
const CHAINED = /(?:\.|->|::)\s{0,3}(get|post|put|patch|delete|head|options)\s{0,3}(?:::<[^<>]{0,60}>)?\(/gi;
const RUST_METHODS = /(?<!\w)(?:[\w:]{0,40}::)?(get|post|put|patch|delete|head|options)\s{0,3}\(/g;
const JAX_RS = /@(GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS)\b/g;
const ATTRIBUTE = /^\s*(?:@|\[|#\[)/;
const ASP_METHOD = /\bHttp(Get|Post|Put|Delete|Patch|Head|Options)\b/g;
/** What is looked at around a path. */
const WINDOW = 400;
const MAX_ANNOTATION_LINES = 6;
const MAX_STRINGS = 12;

/** `undefined` for a string that makes no route: a client's, a prefix, a text. */
export function routeCall(scanned: ScannedSource, index: number, language: SourceLanguage): RouteCall | undefined {
  const string = scanned.strings[index]!;
  const call = enclosingCall(scanned, string);
  const entry = objectEntry(scanned, string, call, language);
  if (entry) return entry;
  if (!call || (call.key !== undefined && !PATH_KEYS.has(call.key.toLowerCase()))) return undefined;
  if (call.nested && !(call.decorates && language === 'jvm')) return undefined;
  const name = call.name.toLowerCase();
  if (CLIENT_CALLS.has(name)) return undefined;
  const method = methodOfName(call.name);
  if (method) {
    const sure = isSurelyServed(scanned, call, string, language);
    return sure === undefined ? undefined : { call, methods: new Set([method]), sure };
  }
  if (!ANY_METHOD.has(name)) return undefined;
  const methods = methodsAround(scanned, index, call, language);
  if (call.decorates) {
    // On a class, and on a method that tells no method elsewhere, it is a prefix.
    if (isOnType(scanned, call)) return undefined;
    if (language === 'dotnet' || name === 'path') return methods.size === 0 ? undefined : { call, methods, sure: true };
    return { call, methods, sure: true };
  }
  const isClient = CLIENTS.test(call.receiver) && !ROUTERS.test(call.receiver);
  // Go's `http.HandleFunc`.
  if (isClient && !name.startsWith('handle')) return undefined;
  // Without a receiver: Django's `path('x', view)`, Ktor's `route("/x") {` is a prefix.
  if (language === 'jvm' && name === 'route' && methods.size === 0) return undefined;
  // `stream.on('data', ...)`
  if (VAGUE.has(name) && methods.size === 0 && !ROUTERS.test(call.receiver)) return undefined;
  const sure =
    ROUTERS.test(call.receiver) || call.receiver === 'http' || (call.receiver === '' && language === 'python');
  return isHandled(scanned, call, string) || methods.size > 0
    ? { call, methods, sure: sure || methods.size > 0 }
    : undefined;
}

/** `get`, `GET`, `GetMapping`, `HttpGet`, `MapGet`, `add_get`. */
function methodOfName(name: string): HttpMethod | undefined {
  const stripped = name.replace(/Mapping$/, '').replace(/^(?:Http|Map|add_)(?=[A-Za-z])/, '');
  return httpMethod(stripped === 'del' ? 'delete' : stripped);
}

/** `undefined` when the call asks instead of answering. */
function isSurelyServed(
  scanned: ScannedSource,
  call: EnclosingCall,
  string: SourceString,
  language: SourceLanguage,
): boolean | undefined {
  const { receiver, decorates, bracket, name } = call;
  if (decorates) return true;
  if (name.startsWith('Map') && language === 'dotnet') return isHandled(scanned, call, string) ? true : undefined;
  // A command: Ruby's and Elixir's DSLs.
  if (!bracket) return language === 'ruby' || language === 'elixir' ? true : undefined;
  if (receiver === '') {
    if (language === 'jvm' && /^\s*\{/.test(scanned.code.slice(bracket.end + 1, bracket.end + 10))) return true;
    if (language === 'ruby' && /^\s*(?:do\b|\{)/.test(scanned.code.slice(bracket.end + 1, bracket.end + 10)))
      return true;
    return isHandled(scanned, call, string) ? false : undefined;
  }
  if (language === 'php' && receiver === 'Http') return undefined;
  if (isHandler(scanned, call, string)) return true;
  const isRouter = ROUTERS.test(receiver);
  if (!isRouter && CLIENTS.test(receiver)) return undefined;
  // A chain: `Route::middleware('auth')->get(...)`.
  const chained = receiver === ')' && (language === 'php' || language === 'dotnet' || language === 'jvm');
  if (!isHandled(scanned, call, string)) return undefined;
  return isRouter || receiver === 'this' || chained;
}

/** Another argument follows: what to do. */
function isHandled({ code }: ScannedSource, { bracket }: EnclosingCall, { end }: SourceString): boolean {
  return bracket !== undefined && /^\s*,\s*[^\s)]/.test(code.slice(end + 1, Math.min(bracket.end, end + WINDOW)));
}

/** That argument is a function written there. */
function isHandler({ code }: ScannedSource, { bracket }: EnclosingCall, { end }: SourceString): boolean {
  return /^\s*,\s*(?:async\b|function\b|func\b|fn\b|\(?[\w\s,:{}]{0,60}\)?\s*=>|lambda\b)/.test(
    code.slice(end + 1, Math.min(bracket?.end ?? 0, end + WINDOW)),
  );
}

/** `{ method: 'GET', path: '/orders', handle }` in a table of routes, or given to `route`. */
function objectEntry(
  scanned: ScannedSource,
  string: SourceString,
  call: EnclosingCall | undefined,
  language: SourceLanguage,
): RouteCall | undefined {
  const { within } = string;
  if (language !== 'javascript' || within?.kind !== '{' || isBlock(scanned.code, within)) return undefined;
  const key = /([\w$]+)\s{0,3}:\s{0,40}$/.exec(scanned.code.slice(Math.max(0, string.opened - 80), string.opened))?.[1];
  if (key === undefined || !PATH_KEYS.has(key.toLowerCase())) return undefined;
  const methods = new Set<HttpMethod>();
  for (const other of stringsIn(scanned, within)) {
    const before = scanned.code.slice(Math.max(0, other.opened - 80), other.opened);
    if (!/\bmethods?\s{0,3}:\s{0,3}\[?[\s,]*$/.test(before) && other.within === within) continue;
    const method = httpMethod(scanned.source.slice(other.start, other.end));
    if (method) methods.add(method);
  }
  if (methods.size === 0) return undefined;
  const name = call?.name ?? '';
  if (CLIENT_CALLS.has(name.toLowerCase()) || CLIENTS.test(name)) return undefined;
  const body = scanned.code.slice(within.at, Math.min(within.end, within.at + 4 * WINDOW));
  return HANDLER.test(body) ? { call, methods, sure: true } : undefined;
}

function methodsAround(
  scanned: ScannedSource,
  index: number,
  call: EnclosingCall,
  language: SourceLanguage,
): ReadonlySet<HttpMethod> {
  const { code, source } = scanned;
  const methods = new Set<HttpMethod>();
  const add = (text: string): void => {
    const method = httpMethod(text);
    if (method) methods.add(method);
  };
  const { bracket } = call;
  if (bracket) {
    for (const other of stringsIn(scanned, bracket)) add(source.slice(other.start, other.end));
    const inside = code.slice(bracket.at, Math.min(bracket.end, bracket.at + WINDOW));
    if (call.decorates || language === 'jvm') addAll(inside, TEXT_METHODS, add);
    if (language === 'rust') addAll(inside, RUST_METHODS, add);
    const after = chainAfter(code, bracket.end + 1);
    addAll(after, CHAINED, add);
    if (language === 'rust') addAll(after, RUST_METHODS, add);
    if (/\.\s*Methods\s*\(/.test(after))
      addAll(source.slice(bracket.end, bracket.end + after.length), /"([A-Z]{3,7})"/g, add);
  } else {
    // `match '/x', via: [:get, :post]`
    const line = lineFrom(source, scanned.strings[index]!.end);
    if (line.includes('via:')) addAll(line, /:([a-z]{3,7})\b/g, add);
  }
  if (call.decorates && methods.size === 0) {
    const text = annotationsAround(code, call.at);
    addAll(text, language === 'dotnet' ? ASP_METHOD : JAX_RS, add);
  }
  // Flask and Starlette answer GET when nothing else is asked for.
  if (methods.size === 0 && language === 'python' && call.decorates) methods.add('GET');
  return methods;
}

function addAll(text: string, pattern: RegExp, add: (text: string) => void): void {
  for (const found of text.matchAll(pattern)) add(found[1]!);
}

/** Right in the bracket, or in a list in it. */
function stringsIn({ strings }: ScannedSource, bracket: Bracket): readonly SourceString[] {
  let [low, high] = [0, strings.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (strings[middle]!.opened < bracket.at) low = middle + 1;
    else high = middle;
  }
  return strings
    .slice(low, low + MAX_STRINGS)
    .filter(({ opened, within }) => opened < bracket.end && (within === bracket || within?.parent === bracket));
}

/** The rest of the statement: `.Methods("GET")`, and lines that begin with a dot. */
function chainAfter(code: string, from: number): string {
  const text = code.slice(from, from + WINDOW);
  let end = 0;
  for (let line = text; ;) {
    const feed = line.indexOf('\n');
    end += feed < 0 ? line.length : feed + 1;
    line = feed < 0 ? '' : line.slice(feed + 1);
    if (!/^\s*(?:\.|->)/.test(line)) break;
  }
  const chain = text.slice(0, end);
  const stop = /[;{]/.exec(chain)?.index ?? chain.length;
  return /^\s*(?:\.|->)/.test(chain) ? chain.slice(0, stop) : '';
}

function lineFrom(text: string, from: number): string {
  const end = text.indexOf('\n', from);
  return text.slice(from, Math.min(end < 0 ? text.length : end, from + WINDOW));
}

/** The annotations above and below one, as far as nothing stands between them. */
export function annotationsAround(code: string, at: number): string {
  const before = code.slice(Math.max(0, at - 2 * WINDOW), at).split('\n');
  const after = code.slice(at, at + 2 * WINDOW).split('\n');
  let text = `${before.pop()}${after.shift()}`;
  for (let i = 0; i < MAX_ANNOTATION_LINES && ATTRIBUTE.test(before.at(-1) ?? ''); i++)
    text = `${before.pop()}\n${text}`;
  for (let i = 0; i < MAX_ANNOTATION_LINES && ATTRIBUTE.test(after[0] ?? ''); i++) text = `${text}\n${after.shift()}`;
  return text;
}

/** Whether an annotation stands on a class. */
export function isOnType({ code }: ScannedSource, { bracket }: EnclosingCall): boolean {
  if (!bracket) return false;
  const lines = code.slice(bracket.end + 1, bracket.end + 3 * WINDOW).split('\n');
  // The rest of the annotation's own line belongs to it, or is what it stands on.
  for (const [i, line] of lines.entries()) {
    const text = line.replace(i === 0 ? /^[\s\])]+/ : /^\s+/, '');
    if (text === '' || ATTRIBUTE.test(text) || /^[)\]},]/.test(text)) continue;
    return /\b(?:class|interface|record|object|trait)\b/.test(text.slice(0, 200));
  }
  return false;
}
