import type { Host } from './host.ts';
import type { TraceRows } from './traceRows.ts';

/** More than any screen shows: 56 KB, on screen while the rest is on its way. */
const FIRST_ROWS = 2000;
/** 5.6 MB, about 200 ms of a webview's message channel: the page stays responsive between two. */
const PAGE_ROWS = 200_000;

/** Fetches all rows of `trace` in order and calls `grown` after each piece. Rejects with a Problem. */
export async function loadRows(host: Host, trace: TraceRows, signal: AbortSignal, grown: () => void): Promise<void> {
  const { count } = trace.header;
  while (trace.loaded < count) {
    const from = trace.loaded;
    const to = Math.min(count, from + (from === 0 ? FIRST_ROWS : PAGE_ROWS));
    trace.append(await host.rpc.call('rows', { from, to }, signal));
    if (trace.loaded === from) throw new Error(`The trace said it has ${count} spans but ended after ${from}.`);
    grown();
    // A frame between two pages, so that the first rows are drawn before the rest is unpacked.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }
}
