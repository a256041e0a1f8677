import type { Base0 } from '../core/position.ts';

/** A code site of the store, where it is in a document now. */
export interface SiteLine {
  readonly siteId: number;
  readonly line: Base0;
  /** The bare name of the function, where the spans tell. */
  readonly functionName?: string | undefined;
}

/** A function of a document, first to last line. */
export interface FunctionRange {
  readonly name: string;
  readonly firstLine: Base0;
  readonly lastLine: Base0;
  /** Where its name stands: the line that a lens goes above. */
  readonly nameLine: Base0;
}

/** Sites whose latency is shown together, above one line. */
export interface FunctionGroup {
  readonly line: Base0;
  /** `undefined` for sites in no function. */
  readonly function: FunctionRange | undefined;
  readonly siteIds: readonly number[];
}

/**
 * Groups the sites of a document by the innermost function around each. Where the spans name another function, which the document has once,
 * that one is meant: the code has moved since it ran. A site in no function stands for itself on its own line.
 */
export function functionGroups(
  sites: readonly SiteLine[],
  functions: readonly FunctionRange[],
): readonly FunctionGroup[] {
  const groups = new Map<Base0, { readonly function: FunctionRange | undefined; readonly siteIds: number[] }>();
  const byName = Map.groupBy(functions, ({ name }) => name);
  for (const { siteId, line, functionName } of sites) {
    const around = innermost(functions, line);
    const [named, ...namesakes] = functionName === undefined ? [] : (byName.get(functionName) ?? []);
    const meant = named && namesakes.length === 0 ? named : around;
    const at = meant?.nameLine ?? line;
    const group = groups.get(at);
    if (group) group.siteIds.push(siteId);
    else groups.set(at, { function: meant, siteIds: [siteId] });
  }
  return Array.from(groups, ([line, group]) => ({ line, ...group })).sort((a, b) => a.line - b.line);
}

function innermost(functions: readonly FunctionRange[], line: Base0): FunctionRange | undefined {
  let best: FunctionRange | undefined;
  for (const each of functions) {
    if (line < each.firstLine || line > each.lastLine) continue;
    if (!best || each.lastLine - each.firstLine <= best.lastLine - best.firstLine) best = each;
  }
  return best;
}
