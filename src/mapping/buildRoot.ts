/** Folders that containers and build machines put a checkout in (protocols.md 5.2); `*` is any one segment. */
const BUILD_ROOTS: readonly (readonly string[])[] = [
  ['app'],
  ['usr', 'src', 'app'],
  ['usr', 'src'],
  ['usr', 'app'],
  ['opt', 'app'],
  ['srv', 'app'],
  ['home', 'node', 'app'],
  ['workspace'],
  ['workspaces', '*'],
  ['src'],
  ['code'],
  ['build'],
  ['_'],
  ['var', 'task'],
  ['home', 'site', 'wwwroot'],
  ['home', 'runner', 'work', '*', '*'],
  ['builds', '*', '*'],
  ['agent', '_work', '*', 's'],
];

/** Whether these segments are all of such a folder, or nothing: what comes after them is a path in a repository. */
export function isBuildRoot(segments: readonly string[]): boolean {
  if (segments.length === 0) return true;
  return BUILD_ROOTS.some(
    (root) => root.length === segments.length && root.every((name, i) => name === '*' || name === segments[i]),
  );
}
