import type { Trace } from './assemble.ts';
import { clockSkew } from './clockSkew.ts';
import { hostsOf } from './hostKeys.ts';
import type { SkewResult } from './protocol.ts';
import { RowTree } from './rowTree.ts';

/** SDKs that start spans on whole milliseconds (JavaScript's) let children end up to one after their parents. */
const GRAIN_NS = 1e6;

/** How far the clocks of the trace's hosts seem to be apart. */
export function traceSkew(trace: Trace): SkewResult {
  const { columns } = trace;
  const tree = new RowTree(columns.count);
  tree.append(columns.depth, columns.count);
  const { deltaNs, adjusted } = clockSkew(columns, tree, hostsOf(trace), GRAIN_NS);
  return { deltaNs: deltaNs.buffer as ArrayBuffer, adjusted };
}
