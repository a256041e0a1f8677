import { readFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { problemOf } from '../core/problem.ts';
import { spanCluesOf, type SpanClues } from '../core/spanClues.ts';
import type { SpanDetail } from '../core/span.ts';
import { createSpanResolver } from '../mapping/createSpanResolver.ts';
import { embeddedPath } from '../mapping/embeddedPath.ts';
import type { Located } from '../mapping/located.ts';
import { NodeFileAccess } from '../mapping/nodeFileAccess.ts';
import { NodeSourceListing } from '../mapping/nodeSourceListing.ts';
import type { SpanResolver } from '../mapping/spanResolver.ts';
import { ParserClient } from '../parser/parserClient.ts';

/*
 * `npm run --silent resolve -- --workspace DIR FILE...`: for every span of the trace files where its code is in the folder, a JSON line
 * each, by the file system and the text of its files alone. Exits with 1 when a file could not be read.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { workspace: { type: 'string' } } });
const parser = new ParserClient(new URL('../parser/parserWorker.ts', import.meta.url));
const { signal } = new AbortController();
try {
  if (values.workspace === undefined || positionals.length === 0) {
    console.error('usage: npm run --silent resolve -- --workspace DIR FILE...');
    process.exitCode = 2;
  } else {
    const root = resolve(values.workspace);
    const files = new NodeFileAccess([{ path: root, name: basename(root) }]);
    const { resolver } = createSpanResolver({
      files,
      listing: new NodeSourceListing(() => files.roots()),
      parser: parser.sourceMaps,
      mappings: () => [],
      memory: { read: () => [], write: () => {} },
      warn: (message) => console.error(message),
    });
    for (const file of positionals) await resolveFile(file, root, resolver);
  }
} finally {
  parser.dispose();
}

async function resolveFile(file: string, root: string, resolver: SpanResolver): Promise<void> {
  try {
    const spans = (await detailsOf(file)).map((detail) => ({ detail, clues: spanCluesOf(detail, []) }));
    // What a later span tells may settle where an earlier one is: the second time all of it is known.
    for (const { clues } of spans) await resolver.locate(clues, signal);
    for (const { detail, clues } of spans)
      console.log(JSON.stringify(lineOf(detail, clues, await resolver.locate(clues, signal), root)));
  } catch (thrown) {
    console.error(`${file}: ${problemOf(thrown).message}`);
    process.exitCode = 1;
  }
}

async function detailsOf(file: string): Promise<readonly SpanDetail[]> {
  const bytes = readFileSync(file);
  const chunk = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { traces } = await parser.rpc.call('open', { chunks: [chunk] });
  const details: SpanDetail[] = [];
  for (const { handle, header } of traces)
    for (let row = 0; row < header.count; row++) details.push(await parser.rpc.call('detail', { trace: handle, row }));
  return details;
}

function lineOf(
  { traceId, spanId, name }: SpanDetail,
  clues: SpanClues,
  located: Located | undefined,
  root: string,
): object {
  const span = { traceId, spanId, name };
  if (!located) {
    const isBare = clues.refs.length === 0 && clues.literals.length === 0;
    const why = isBare
      ? 'The span does not say where its code is.'
      : 'Nothing that the span says is in the code of the folder.';
    return { ...span, unresolved: why };
  }
  if (located.state === 'missing') return { ...span, unresolved: located.reason };
  if (located.state === 'ambiguous') {
    const candidates = located.candidates.map(({ path, line }) => `${relative(root, path)}:${line}`);
    return { ...span, unresolved: located.reason, candidates };
  }
  const { path, line, column, confidence, reason, embedded } = located;
  if (embedded) {
    const unresolved = `${reason} The source is only in the source map.`;
    return {
      ...span,
      unresolved,
      embedded: { source: embeddedPath(embedded.name), line: embedded.line, column: embedded.column },
    };
  }
  return { ...span, file: relative(root, path), line, column, confidence, reason };
}
