import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { attributeText } from '../core/attribute.ts';
import { Problem } from '../core/problem.ts';
import type { LocationView, OpenedTrace } from '../core/protocol.ts';
import { spanText } from '../core/spanText.ts';
import type { WaterfallSource } from '../panel/waterfallSource.ts';
import type { ParserClient } from '../parser/parserClient.ts';

/** The largest trace of a file, without an editor around it. Rejects with a Problem when the file has none. */
export async function fileSource(parser: ParserClient, path: string): Promise<WaterfallSource> {
  const bytes = await readFile(path);
  const { buffer, byteOffset, byteLength } = bytes;
  const whole =
    byteOffset === 0 && byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
  const opened = await parser.rpc.call('open', { chunks: [whole] });
  const trace = opened.traces.reduce<OpenedTrace | undefined>(
    (largest, one) => (largest === undefined || one.header.count > largest.header.count ? one : largest),
    undefined,
  );
  if (trace === undefined) throw new Problem('not-found', `${path} has no trace in it.`);
  const { handle, header } = trace;
  const source = basename(path);
  return {
    start: () => Promise.resolve({ header, selectedRow: -1, source }),
    rows: (from, to) => parser.rpc.call('rows', { trace: handle, from, to }),
    detail: (row) => parser.rpc.call('detail', { trace: handle, row }),
    marks: (from, to) => parser.rpc.call('marks', { trace: handle, from, to }),
    location: (row) => locationOf(parser, handle, row),
    openSource: () => Promise.reject(noEditor('open the source')),
    correctLocation: () => Promise.reject(noEditor('choose a place')),
    find: (text) => parser.rpc.call('find', { trace: handle, text }),
    groupBy: (key) => parser.rpc.call('groupBy', { trace: handle, key }),
    openLink: () => Promise.reject(noEditor('open other traces')),
    linkedFrom: (row) => parser.rpc.call('linkedFrom', { trace: handle, row }),
    openInboundLink: () => Promise.reject(noEditor('open other traces')),
    skew: () => parser.rpc.call('skew', { trace: handle }),
    // Of a file only spans are read.
    logs: () => Promise.resolve([]),
    copySpan: async (row, as) => spanText(await parser.rpc.call('detail', { trace: handle, row }), as, 'vscode'),
    exportTrace: () => Promise.reject(noEditor('save files')),
    exportPicture: () => Promise.reject(noEditor('save files')),
    // The page's stand-in for VS Code copies by itself.
    copy: () => Promise.resolve(),
    onReplaced: () => ({ dispose: () => undefined }),
  };
}

function noEditor(what: string): Problem {
  return new Problem('unsupported', `There is no editor here to ${what}: this is the waterfall in a browser.`);
}

async function locationOf(parser: ParserClient, trace: number, row: number): Promise<LocationView> {
  const { attributes } = await parser.rpc.call('detail', { trace, row });
  const code = attributes.filter(({ key }) => key.startsWith('code.'));
  if (code.length === 0)
    return { state: 'none', hint: 'This span carries no code attributes, so nothing says where it was made.' };
  const said = code.map(({ key, value }) => `${key}=${attributeText(value)}`).join(', ');
  return {
    state: 'missing',
    reason: `The span says ${said}, but a browser has no workspace to look in.`,
    hint: 'Open the trace in VS Code to go to its source.',
  };
}
