import type { Trace } from './assemble.ts';
import { clockSkew } from './clockSkew.ts';
import { hostsOf } from './hostKeys.ts';
import type { SkewResult } from './protocol.ts';
import { RowTree } from './rowTree.ts';

/**
 * Below this it is not clocks: SDKs that start spans on whole milliseconds (JavaScript's) and servers that end theirs after the answer is
 * sent let children stick out by one or two, and NTP keeps hosts about as close as this anyway.
 */
const GRAIN_NS = 5e6;

/** How far the clocks of the trace's hosts seem to be apart. */
export function traceSkew(trace: Trace): SkewResult {
  const { columns } = trace;
  const tree = new RowTree(columns.count);
  tree.append(columns.depth, columns.count);
  const { deltaNs, adjusted } = clockSkew(columns, tree, hostsOf(trace), GRAIN_NS);
  return { deltaNs: deltaNs.buffer as ArrayBuffer, adjusted };
}
