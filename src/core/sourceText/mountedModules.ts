import { enclosingCall } from './enclosingCall.ts';
import { routeSegments, type RouteSegments } from './routeTemplate.ts';
import type { Bracket, ScannedSource, SourceString } from './scanSource.ts';
import { stringTexts } from './stringText.ts';

/** Routes of other files that are put below a part of a path. */
export interface MountedModule {
  /** What the files that hold the routes may be called, without endings. */
  readonly names: ReadonlySet<string>;
  /** Whether the path begins with that part. */
  readonly fromStart: boolean;
  /** What of the path is left for the routes. */
  readonly rest: RouteSegments;
}

const MOUNTS: ReadonlySet<string> = new Set('use register mount include_router register_blueprint nest'.split(' '));
const KEYS: ReadonlySet<string> = new Set(['prefix', 'url_prefix', 'path']);
const IMPORT = /^\s*(?:import\b|from\b|export\b)|\brequire\s*\(/;
const WORD = /[A-Za-z_$][\w$]*/g;
const MAX_MOUNTS = 20;
const MAX_IMPORTS = 500;
const MAX_ARGUMENT_CHARS = 400;
const MAX_IMPORT_CHARS = 300;

/** What a source text puts below a part of this path: `app.use('/orders', orders)`, `app.include_router(orders.router, prefix='/orders')`. */
export function mountedModules(scanned: ScannedSource, path: RouteSegments): readonly MountedModule[] {
  const mounts = mountsOf(scanned, path);
  const imports = mounts.length === 0 ? [] : importsOf(scanned);
  return mounts
    .map(({ at, length, bracket, string }) => ({
      names: modulesOf(scanned, bracket, string, imports),
      fromStart: at === 0,
      rest: path.slice(at + length),
    }))
    .filter(({ names }) => names.size > 0);
}

interface Mount {
  /** Where in the path its part is, in segments. */
  readonly at: number;
  readonly length: number;
  readonly bracket: Bracket;
  readonly string: SourceString;
}

function mountsOf(scanned: ScannedSource, path: RouteSegments): readonly Mount[] {
  const found: Mount[] = [];
  for (const string of scanned.strings) {
    if (found.length === MAX_MOUNTS) break;
    if (!string.whole || string.end - string.start > 200) continue;
    const segments = stringTexts(scanned, string).map(routeSegments)[0];
    const at = segments && segments.length > 0 ? startIn(path, segments) : -1;
    if (at < 0) continue;
    const call = enclosingCall(scanned, string);
    if (!call?.bracket || !MOUNTS.has(call.name) || (call.key !== undefined && !KEYS.has(call.key))) continue;
    found.push({ at, length: segments!.length, bracket: call.bracket, string });
  }
  return found;
}

function startIn(path: RouteSegments, part: RouteSegments): number {
  for (let at = 0; at + part.length <= path.length; at++) {
    if (part.every((segment, i) => segment === path[at + i])) return at;
  }
  return -1;
}

/** What the call is given, by its own words and by what the file imports as them. */
function modulesOf(
  { source, code }: ScannedSource,
  { at, end }: Bracket,
  prefix: SourceString,
  imports: readonly Import[],
): ReadonlySet<string> {
  const to = Math.min(end, at + MAX_ARGUMENT_CHARS);
  const inside = code.slice(at, to);
  const others = source.slice(at, prefix.opened) + source.slice(prefix.end + 1, to);
  const given = new Set(inside.match(WORD));
  // `orders.router`, `orders::router()`
  const qualifiers = [...inside.matchAll(/([A-Za-z_]\w{0,100})\s{0,3}(?:\.|::)/g)].map(([, name]) => name!);
  const imported = imports.filter(({ words }) => words.some((word) => given.has(word) && word !== 'require'));
  return new Set([...lastNames(others), ...qualifiers, ...imported.flatMap(({ names }) => names)]);
}

interface Import {
  readonly words: readonly string[];
  /** What the imported file may be called. */
  readonly names: readonly string[];
}

function importsOf({ source, code }: ScannedSource): readonly Import[] {
  const lines = source.split('\n');
  const found: Import[] = [];
  for (const [index, line] of code.split('\n').entries()) {
    if (found.length === MAX_IMPORTS) break;
    if (line.length > MAX_IMPORT_CHARS || !IMPORT.test(line)) continue;
    const words = line.match(WORD) ?? [];
    // Python's modules are words.
    const isWords = line.trimStart().startsWith('from ') || !/["'`]/.test(line);
    found.push({ words, names: [...lastNames(lines[index]!), ...(isWords ? words : [])] });
  }
  return found;
}

/** Of `'./routes/orders.js'`, `orders`. */
function lastNames(text: string): readonly string[] {
  return [...text.matchAll(/["'`][^"'`\n]{0,200}?([^"'`/\n.]{1,100})(?:\.[cm]?[jt]sx?)?["'`]/g)].map(
    ([, name]) => name!,
  );
}
