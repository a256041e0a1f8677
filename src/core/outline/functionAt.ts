import type { Base0 } from '../position.ts';
import type { OutlinedFunction } from './functionOutline.ts';

/** The innermost function that the line belongs to; of two on one line, the later. */
export function functionAt(functions: readonly OutlinedFunction[], line: Base0): OutlinedFunction | undefined {
  let innermost: OutlinedFunction | undefined;
  for (const candidate of functions) {
    if (candidate.firstLine > line || candidate.lastLine < line) continue;
    if (!innermost || linesOf(candidate) <= linesOf(innermost)) innermost = candidate;
  }
  return innermost;
}

function linesOf({ firstLine, lastLine }: OutlinedFunction): number {
  return lastLine - firstLine;
}
