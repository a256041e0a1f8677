import type { Base0 } from '../core/position.ts';

/** A code site's line in a document. */
export interface SiteLine {
  readonly siteId: number;
  readonly line: Base0;
}

/** A function of a document, as its language's symbols give it. */
export interface FunctionRange {
  readonly firstLine: Base0;
  readonly lastLine: Base0;
  /** Where its name stands: the line that a lens goes above. */
  readonly nameLine: Base0;
}

/** Sites whose latency is shown together, above one line. */
export interface FunctionGroup {
  readonly line: Base0;
  readonly siteIds: readonly number[];
}

/**
 * Groups the sites of a document by the innermost function around each. A site in no function, or in a language without
 * symbols, stands for itself on its own line.
 */
export function functionGroups(
  sites: readonly SiteLine[],
  functions: readonly FunctionRange[],
): readonly FunctionGroup[] {
  const groups = new Map<Base0, number[]>();
  for (const { siteId, line } of sites) {
    const at = innermost(functions, line)?.nameLine ?? line;
    const siteIds = groups.get(at);
    if (siteIds) siteIds.push(siteId);
    else groups.set(at, [siteId]);
  }
  return Array.from(groups, ([line, siteIds]) => ({ line, siteIds })).sort((a, b) => a.line - b.line);
}

function innermost(functions: readonly FunctionRange[], line: Base0): FunctionRange | undefined {
  let best: FunctionRange | undefined;
  for (const each of functions) {
    if (line < each.firstLine || line > each.lastLine) continue;
    if (!best || each.lastLine - each.firstLine <= best.lastLine - best.firstLine) best = each;
  }
  return best;
}
