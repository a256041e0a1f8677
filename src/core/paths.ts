/*
 * Reasoning about paths from spans and source maps by their own shape: a Windows path is one on any machine.
 * Pure text: nothing here touches a disk. Every comparison is by whole segments; `/ws-evil` does not lie in `/ws`.
 */

/**
 * Why a path is not looked at, before anything asks the file system for it (security.md T16, F01-F13).
 * - `unc`: `\\server\share`, `//server/share`; on Windows even a stat sends the user's credentials there
 * - `device`: `\\.\pipe\x`, `/dev/zero`, `/proc/self/mem`, `COM1`
 * - `scheme`: `http:`, `vscode:`, `node:`, anything but `file:`
 * - `authority`: `file://server/...`
 * - `drive-relative`: `C:foo`, `\foo`, which mean what the current drive says
 * - `stream`: `a.ts:stream`, another stream of the file on NTFS; also `a.ts:12`
 * - `trailing`: `a.ts.` and `a.ts `, which Windows opens as `a.ts`
 * - `mixed-slashes`: a posix path with backslashes
 */
export type PathRefusal =
  | 'empty'
  | 'too-long'
  | 'control-character'
  | 'encoding'
  | 'unc'
  | 'device'
  | 'scheme'
  | 'authority'
  | 'drive-relative'
  | 'stream'
  | 'trailing'
  | 'mixed-slashes';

/** An absolute path, `.` and `..` worked out. */
export interface AbsolutePath {
  readonly kind: 'absolute-posix' | 'absolute-win32';
  /** `C:`, in upper case; empty for posix. */
  readonly drive: string;
  readonly segments: readonly string[];
}

/** A path that hangs on a folder not known here. `..` is left at its start only. */
export interface RelativePath {
  readonly kind: 'relative';
  readonly segments: readonly string[];
}

export interface RefusedPath {
  readonly kind: 'refused';
  readonly reason: PathRefusal;
}

export type NamedPath = AbsolutePath | RelativePath;
export type ClassifiedPath = NamedPath | RefusedPath;

/** Linux's PATH_MAX; nothing longer can be opened. */
const MAX_PATH_CHARS = 4096;
/** Two letters at least: one letter is a drive. */
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:/;
const DRIVE = /^[A-Za-z]:/;
const SLASHES = /[\\/]+/;
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
const POSIX_DEVICE_FOLDERS: ReadonlySet<string> = new Set(['dev', 'proc', 'sys']);
/** Bazel's sandbox runs there; what follows is relative to the workspace. */
const BAZEL_PREFIX = '/proc/self/cwd/';

/** What kind of path an untrusted text is. Never throws. */
export function classifyPath(text: string): ClassifiedPath {
  if (text === '') return refused('empty');
  if (text.length > MAX_PATH_CHARS) return refused('too-long');
  if (hasControlCharacter(text)) return refused('control-character');
  if (/^[\\/]{2}/.test(text)) return refused(/^[\\/]{2}[.?][\\/]/.test(text) ? 'device' : 'unc');
  if (DRIVE.test(text)) return classifyWin32(text);
  const scheme = SCHEME.exec(text)?.[0].toLowerCase();
  if (scheme === 'file:') return classifyFileUrl(text);
  // A dot in front of the colon is a file with something after it; schemes with a dot in them are unheard of.
  if (scheme !== undefined) return refused(scheme.includes('.') ? 'stream' : 'scheme');
  if (text.includes(':')) return refused('stream');
  if (text.startsWith('\\')) return refused('drive-relative');
  if (text.startsWith(BAZEL_PREFIX)) return classifyRelative(text.slice(BAZEL_PREFIX.length));
  return text.startsWith('/') ? classifyPosix(text) : classifyRelative(text);
}

function refused(reason: PathRefusal): RefusedPath {
  return { kind: 'refused', reason };
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function classifyPosix(text: string): ClassifiedPath {
  if (text.includes('\\')) return refused('mixed-slashes');
  const segments = normalSegments(text.split('/'), false);
  if (POSIX_DEVICE_FOLDERS.has(segments[0] ?? '')) return refused('device');
  return { kind: 'absolute-posix', drive: '', segments };
}

function classifyWin32(text: string): ClassifiedPath {
  const rest = text.slice(2);
  if (!/^[\\/]/.test(rest)) return refused('drive-relative');
  if (rest.includes(':')) return refused('stream');
  const segments = normalSegments(rest.split(SLASHES), false);
  // `CON.ts` is the console as well.
  if (segments.some((segment) => WINDOWS_DEVICE.test(segment.split('.', 1)[0]!.trimEnd()))) return refused('device');
  if (segments.some((segment) => /[. ]$/.test(segment))) return refused('trailing');
  return { kind: 'absolute-win32', drive: text.slice(0, 2).toUpperCase(), segments };
}

function classifyRelative(text: string): ClassifiedPath {
  const segments = normalSegments(text.split(SLASHES), true);
  // `aux.ts` is a good name on posix; once joined to a Windows folder it is classified again.
  if (segments.some((segment) => WINDOWS_DEVICE.test(segment))) return refused('device');
  return { kind: 'relative', segments };
}

function classifyFileUrl(text: string): ClassifiedPath {
  const rest = text.slice('file:'.length).replace(/[?#].*$/, '');
  const path = rest.startsWith('//') ? rest.slice(2) : rest;
  if (!path.startsWith('/')) return refused('authority');
  // An encoded slash would make one segment two, after everybody looked.
  if (/%(?:2f|5c)/i.test(path)) return refused('encoding');
  const decoded = decodedOrUndefined(path);
  if (decoded === undefined) return refused('encoding');
  if (hasControlCharacter(decoded)) return refused('control-character');
  if (/^[\\/]{2}/.test(decoded)) return refused('unc');
  if (DRIVE.test(decoded.slice(1))) return classifyWin32(decoded.slice(1));
  return decoded.includes(':') ? refused('stream') : classifyPosix(decoded);
}

function decodedOrUndefined(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function normalSegments(parts: readonly string[], keepLeadingUps: boolean): readonly string[] {
  const segments: string[] = [];
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part !== '..') segments.push(part);
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (keepLeadingUps) segments.push('..');
  }
  return segments;
}

export function isAbsolute(path: ClassifiedPath): path is AbsolutePath {
  return path.kind === 'absolute-posix' || path.kind === 'absolute-win32';
}

/** The path as its own system writes it. */
export function pathText(path: NamedPath): string {
  switch (path.kind) {
    case 'absolute-posix':
      return `/${path.segments.join('/')}`;
    case 'absolute-win32':
      return `${path.drive}\\${path.segments.join('\\')}`;
    case 'relative':
      return path.segments.join('/');
  }
}

/** The last segment; empty for a root. */
export function baseName(path: NamedPath): string {
  return path.segments.at(-1) ?? '';
}

/** The folder a path lies in; a root is its own. */
export function folderOf(path: AbsolutePath): AbsolutePath {
  return { ...path, segments: path.segments.slice(0, -1) };
}

/** `relative` as seen from `folder`; `..` stops at the root. */
export function resolvePath(folder: AbsolutePath, relative: RelativePath): AbsolutePath {
  return { ...folder, segments: normalSegments([...folder.segments, ...relative.segments], false) };
}

/** A relative path without the `..` at its start: what of it can be looked for in the workspace. */
export function withoutLeadingUps(path: RelativePath): RelativePath {
  const start = path.segments.findIndex((segment) => segment !== '..');
  return { kind: 'relative', segments: start < 0 ? [] : path.segments.slice(start) };
}

/** Windows does not tell `A.ts` from `a.ts`; text is folded to compare it, never to open it. */
function sameSegment(a: string, b: string, foldCase: boolean): boolean {
  return a === b || (foldCase && a.toLowerCase() === b.toLowerCase());
}

/** Whether `path` is `folder` or lies below it. */
export function containsPath(folder: AbsolutePath, path: AbsolutePath): boolean {
  return relativeSegments(folder, path) !== undefined;
}

/** The segments of `path` below `folder`; `undefined` when it does not lie there. */
export function relativeSegments(folder: AbsolutePath, path: AbsolutePath): readonly string[] | undefined {
  if (folder.kind !== path.kind || folder.drive !== path.drive) return undefined;
  const foldCase = folder.kind === 'absolute-win32';
  const inside = folder.segments.every((segment, i) => {
    const other = path.segments[i];
    return other !== undefined && sameSegment(segment, other, foldCase);
  });
  return inside ? path.segments.slice(folder.segments.length) : undefined;
}

/** How many whole segments two paths share at their end. */
export function commonSuffix(a: NamedPath, b: NamedPath): number {
  const foldCase = a.kind === 'absolute-win32' || b.kind === 'absolute-win32';
  const most = Math.min(a.segments.length, b.segments.length);
  let length = 0;
  while (length < most && sameSegment(a.segments.at(-1 - length)!, b.segments.at(-1 - length)!, foldCase)) length++;
  return length;
}

export interface SuffixMatch<T extends NamedPath> {
  /** Shared segments at the end; 0 when nothing matches. */
  readonly length: number;
  /** Every candidate that shares that many. */
  readonly paths: readonly T[];
}

/** The candidates that share the most whole segments with the end of `path`. */
export function longestSuffix<T extends NamedPath>(path: NamedPath, candidates: readonly T[]): SuffixMatch<T> {
  let length = 0;
  let paths: T[] = [];
  for (const candidate of candidates) {
    const shared = commonSuffix(path, candidate);
    if (shared === 0 || shared < length) continue;
    if (shared > length) paths = [];
    length = shared;
    paths.push(candidate);
  }
  return { length, paths };
}

/** Folders that hold other people's code, anywhere in a path. */
const LIBRARY_FOLDERS: readonly (readonly string[])[] = [
  ['node_modules'],
  ['bower_components'],
  ['site-packages'],
  ['dist-packages'],
  ['vendor'],
  ['gems'],
  ['pkg', 'mod'],
  ['.cargo', 'registry'],
  ['.cargo', 'git'],
  ['.m2', 'repository'],
  ['.nuget', 'packages'],
];

/** Where a system keeps its languages. `/usr/src/app` is not among them: containers keep the user's code there. */
const SYSTEM_FOLDERS: readonly (readonly string[])[] = [
  ['usr', 'lib'],
  ['usr', 'local', 'lib'],
  ['usr', 'local', 'go'],
  ['opt', 'hostedtoolcache'],
  ['rustc'],
];

/** Index of the segment where library code begins, the innermost one; -1 for what may be the user's own. */
export function libraryStart(path: NamedPath): number {
  const { segments } = path;
  for (let at = segments.length - 1; at >= 0; at--) {
    if (LIBRARY_FOLDERS.some((folder) => folder.every((name, i) => segments[at + i] === name))) return at;
  }
  const system =
    path.kind === 'absolute-posix' && SYSTEM_FOLDERS.some((folder) => folder.every((name, i) => segments[i] === name));
  return system ? 0 : -1;
}

/** A user's word that what lay in `from` when the span was made lies in `to` here. Both are folders or files. */
export interface PathMapping {
  readonly from: string;
  /** Absolute, or relative to a workspace folder. */
  readonly to: string;
}

export interface MappedPath {
  readonly path: ClassifiedPath;
  readonly mapping: PathMapping;
}

/** Applies the mapping with the longest `from` that `path` lies in, whole segments only. One step: results are not mapped again. */
export function mapPath(path: NamedPath, mappings: readonly PathMapping[]): MappedPath | undefined {
  let best: { readonly mapping: PathMapping; readonly from: NamedPath } | undefined;
  for (const mapping of mappings) {
    const from = classifyPath(mapping.from);
    if (from.kind === 'refused' || !startsWith(path, from)) continue;
    if (best === undefined || from.segments.length > best.from.segments.length) best = { mapping, from };
  }
  if (best === undefined) return undefined;
  const to = classifyPath(best.mapping.to === '' ? '.' : best.mapping.to);
  const rest: RelativePath = { kind: 'relative', segments: path.segments.slice(best.from.segments.length) };
  // Classified again as a whole: what was a plain name on posix may be a device on Windows.
  const whole = to.kind === 'refused' ? to : classifyPath(pathText(joinPath(to, rest)) || '.');
  return { path: whole, mapping: best.mapping };
}

function startsWith(path: NamedPath, from: NamedPath): boolean {
  if (path.kind !== 'relative' && from.kind !== 'relative') return containsPath(from, path);
  return path.kind === from.kind && from.segments.every((segment, i) => segment === path.segments[i]);
}

function joinPath(folder: NamedPath, rest: RelativePath): NamedPath {
  if (folder.kind !== 'relative') return resolvePath(folder, rest);
  return { kind: 'relative', segments: normalSegments([...folder.segments, ...rest.segments], true) };
}
