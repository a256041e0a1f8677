/** What an entry of a map's `sources` names. */
export type SourceName =
  /** `base` tells what a relative path hangs on: the map's folder, or the folder the bundler was started in. */
  | { readonly kind: 'path'; readonly text: string; readonly base: 'map' | 'project' }
  /** Code that the bundler made up: no file has it. */
  | { readonly kind: 'generated' };

const GENERATED: SourceName = { kind: 'generated' };
/** Node's PATH_MAX and room for a scheme and a query. */
const MAX_CHARS = 8192;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]+):/;
const NEVER_FILES: ReadonlySet<string> = new Set([
  'data',
  'blob',
  'javascript',
  'command',
  'vscode',
  'node',
  'virtual',
  'about',
]);
const BUNDLER_CODE = /^(?:webpack\/|external |\(webpack\)|\[(?:turbopack|next|externals)\]|ignored\|)/;
const DEV_SERVER_CODE = /^\/@(?:id|vite|react-refresh)\b/;

/**
 * Reads the forms that bundlers write into `sources` (protocols.md 5.3): relative, `webpack://pkg/./src/a.ts?x`,
 * `webpack-internal:///(rsc)/./app/page.tsx`, `turbopack:///[project]/app/x.tsx`, `file:///`, `/@fs/`, `\0virtual:`, `a!b!c`.
 * What comes out is as untrusted as what went in.
 */
export function parseSourceName(raw: string | null): SourceName {
  if (raw === null || raw === '' || raw.length > MAX_CHARS || raw.startsWith('\0')) return GENERATED;
  const scheme = SCHEME.exec(raw)?.[1]?.toLowerCase();
  if (scheme === 'file') return { kind: 'path', text: raw, base: 'map' };
  if (scheme !== undefined) return NEVER_FILES.has(scheme) ? GENERATED : inProject(raw.slice(scheme.length + 1));
  if (DEV_SERVER_CODE.test(raw)) return GENERATED;
  const path = withoutLoadersAndQuery(raw);
  if (!path.startsWith('/@fs/')) return { kind: 'path', text: path, base: 'map' };
  // `/@fs/home/me/a.ts` and `/@fs/C:/me/a.ts`
  const drive = /^\/@fs\/[A-Za-z]:/.test(path);
  return { kind: 'path', text: path.slice(drive ? '/@fs/'.length : '/@fs'.length), base: 'map' };
}

/** After the scheme: `//namespace/path`, or a bare path as esbuild's plugins write it. */
function inProject(rest: string): SourceName {
  // The namespace is the package's name, which may be scoped: `webpack://@shop/orders/./src/a.ts`.
  const authority = /^\/\/(@[^/]+\/[^/]*|[^/]*)\/?/.exec(rest);
  if (authority && BUNDLER_CODE.test(authority[1]!)) return GENERATED;
  let path = withoutLoadersAndQuery(authority ? rest.slice(authority[0].length) : rest);
  // The layer of a Next.js bundle. A route group, `app/(shop)/page.tsx`, is a folder and stays.
  path = path.replace(/^\([\w-]+\)\/(?=\.\/)/, '').replace(/^\[project\]\//, '');
  return BUNDLER_CODE.test(path) ? GENERATED : { kind: 'path', text: path, base: 'project' };
}

function withoutLoadersAndQuery(text: string): string {
  const path = text.replace(/\?.*$/s, '');
  return path.slice(path.lastIndexOf('!') + 1);
}
