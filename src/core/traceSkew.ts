import type { Trace } from './assemble.ts';
import { clockSkew } from './clockSkew.ts';
import { hostsOf } from './hostKeys.ts';
import type { SkewResult } from './protocol.ts';
import { RowTree } from './rowTree.ts';

/** How far the clocks of the trace's hosts seem to be apart. */
export function traceSkew(trace: Trace): SkewResult {
  const { columns } = trace;
  const tree = new RowTree(columns.count);
  tree.append(columns.depth, columns.count);
  const { deltaNs, adjusted } = clockSkew(columns, tree, hostsOf(trace));
  return { deltaNs: deltaNs.buffer as ArrayBuffer, adjusted };
}
