import type { PathMapping } from '../../../src/core/paths.ts';
import { base1 } from '../../../src/core/position.ts';
import { createSpanResolver } from '../../../src/mapping/createSpanResolver.ts';
import type { FileAccess } from '../../../src/mapping/fileAccess.ts';
import type { Located } from '../../../src/mapping/located.ts';
import { NodeFileAccess } from '../../../src/mapping/nodeFileAccess.ts';
import { NodeSourceListing } from '../../../src/mapping/nodeSourceListing.ts';
import type { LocateContext, SpanLocator } from '../../../src/mapping/spanLocator.ts';
import { LocalParser } from './localParser.ts';

export interface TestLocator {
  readonly locator: SpanLocator;
  readonly parser: LocalParser;
  readonly warnings: readonly string[];
  readonly at: (
    filePath: string | undefined,
    line?: number,
    column?: number,
    context?: Partial<LocateContext>,
  ) => Promise<Located>;
}

/** The ladder over a folder or other files, the parser in this thread. */
export function locatorOf(where: string | FileAccess, mappings: readonly PathMapping[] = []): TestLocator {
  const files = typeof where === 'string' ? new NodeFileAccess([{ path: where, name: 'ws' }]) : where;
  const parser = new LocalParser();
  const warnings: string[] = [];
  const { locator } = createSpanResolver({
    files,
    listing:
      typeof where === 'string' ? new NodeSourceListing(() => files.roots()) : { list: () => Promise.resolve([]) },
    memory: { read: () => [], write: () => {} },
    parser,
    mappings: () => mappings,
    warn: (message) => warnings.push(message),
  });
  return {
    locator,
    parser,
    warnings,
    at: (filePath, line, column, context) => {
      const [base1Line, base1Column] = [line, column].map((value) => (value === undefined ? undefined : base1(value)));
      const ref = {
        origin: 'attributes',
        filePath,
        line: base1Line,
        column: base1Column,
        functionName: undefined,
      } as const;
      return locator.locate(ref, { service: 'shop', ...context }, new AbortController().signal);
    },
  };
}
