import { readFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { stringAttribute } from '../core/attribute.ts';
import { codeRefsOf } from '../core/codeRefs.ts';
import { problemOf } from '../core/problem.ts';
import type { SpanDetail } from '../core/span.ts';
import { createSpanLocator } from '../mapping/createSpanLocator.ts';
import { locateFirst } from '../mapping/locateFirst.ts';
import { NodeFileAccess } from '../mapping/nodeFileAccess.ts';
import type { SpanLocator } from '../mapping/spanLocator.ts';
import { ParserClient } from '../parser/parserClient.ts';

/*
 * `npm run --silent resolve -- --workspace DIR FILE...`: for every span of the trace files where its code is in the folder, a JSON line
 * each, by the file system alone. Exits with 1 when a file could not be read.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { workspace: { type: 'string' } } });
const parser = new ParserClient(new URL('../parser/parserWorker.ts', import.meta.url));
try {
  if (values.workspace === undefined || positionals.length === 0) {
    console.error('usage: npm run --silent resolve -- --workspace DIR FILE...');
    process.exitCode = 2;
  } else {
    const root = resolve(values.workspace);
    const locator = createSpanLocator({
      files: new NodeFileAccess([{ path: root, name: basename(root) }]),
      parser: {
        openSourceMap: (params) => parser.rpc.call('openSourceMap', params),
        originalPosition: (params) => parser.rpc.call('originalPosition', params),
        closeSourceMap: (params) => parser.rpc.call('closeSourceMap', params),
      },
      mappings: () => [],
      warn: (message) => console.error(message),
    });
    for (const file of positionals) await resolveFile(file, root, locator);
  }
} finally {
  parser.dispose();
}

async function resolveFile(file: string, root: string, locator: SpanLocator): Promise<void> {
  try {
    const bytes = readFileSync(file);
    const chunk = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const { traces } = await parser.rpc.call('open', { chunks: [chunk] });
    for (const { handle, header } of traces)
      for (let row = 0; row < header.count; row++) {
        const detail = await parser.rpc.call('detail', { trace: handle, row });
        console.log(JSON.stringify(await lineOf(detail, root, locator)));
      }
  } catch (thrown) {
    console.error(`${file}: ${problemOf(thrown).message}`);
    process.exitCode = 1;
  }
}

async function lineOf(detail: SpanDetail, root: string, locator: SpanLocator): Promise<object> {
  const { traceId, spanId, name, service } = detail;
  const [ref, ...others] = codeRefsOf(detail);
  if (!ref) return { traceId, spanId, name, unresolved: 'The span does not say where its code is.' };
  const workingDirectory = stringAttribute(detail.resource, 'process.working_directory');
  const context = { service, ...(workingDirectory !== undefined && { workingDirectory }) };
  const located = await locateFirst(locator, [ref, ...others], context, new AbortController().signal);
  if (located.state === 'missing') return { traceId, spanId, name, unresolved: located.reason };
  if (located.state === 'ambiguous') {
    const candidates = located.candidates.map(({ path, line }) => `${relative(root, path)}:${line}`);
    return { traceId, spanId, name, unresolved: located.reason, candidates };
  }
  const { path, line, column, confidence, reason } = located;
  return { traceId, spanId, name, file: relative(root, path), line, column, confidence, reason };
}
