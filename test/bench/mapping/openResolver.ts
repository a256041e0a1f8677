import { createSpanResolver } from '../../../src/mapping/createSpanResolver.ts';
import { NodeFileAccess } from '../../../src/mapping/nodeFileAccess.ts';
import { NodeSourceListing } from '../../../src/mapping/nodeSourceListing.ts';
import type { SpanResolver } from '../../../src/mapping/spanResolver.ts';
import type { ParserClient } from '../../../src/parser/parserClient.ts';

/** A resolver over a folder that knows nothing yet, with the parser worker. */
export function openResolver(folder: string, parser: ParserClient): SpanResolver {
  const files = new NodeFileAccess([{ path: folder, name: 'ws' }]);
  const { resolver } = createSpanResolver({
    files,
    listing: new NodeSourceListing(() => files.roots()),
    parser: parser.sourceMaps,
    mappings: () => [],
    memory: { read: () => [], write: () => {} },
    warn: (message) => console.error(message),
  });
  return resolver;
}
