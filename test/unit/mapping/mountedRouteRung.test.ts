import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { HttpMethod } from '../../../src/core/httpMethod.ts';
import { routeSegments } from '../../../src/core/sourceText/routeTemplate.ts';
import { createSpanResolver } from '../../../src/mapping/createSpanResolver.ts';
import type { Located } from '../../../src/mapping/located.ts';
import { NodeFileAccess } from '../../../src/mapping/nodeFileAccess.ts';
import { NodeSourceListing } from '../../../src/mapping/nodeSourceListing.ts';
import { LocalParser } from './localParser.ts';
import { makeWorkspace } from './makeWorkspace.ts';

async function locate(root: string, method: HttpMethod, text: string): Promise<Located | undefined> {
  const files = new NodeFileAccess([{ path: root, name: 'ws' }]);
  const { resolver } = createSpanResolver({
    files,
    listing: new NodeSourceListing(() => files.roots()),
    memory: { read: () => [], write: () => {} },
    parser: new LocalParser(),
    mappings: () => [],
    warn: () => {},
  });
  const clues = {
    service: 'shop',
    name: `${method} ${text}`,
    refs: [],
    literals: [{ kind: 'route', text, segments: routeSegments(text)!, method }],
    language: undefined,
    workingDirectory: undefined,
    revision: undefined,
    startEpochMs: undefined,
  } as const;
  return resolver.locate(clues, new AbortController().signal);
}

const ROUTER =
  "import { Router } from 'express';\nexport const router = Router();\nrouter.get('/:id', show);\nrouter.post('/', add);\n";

test.each<[string, Readonly<Record<string, string>>, HttpMethod, string, string, object]>([
  [
    'Express',
    {
      'src/app.ts': "import { router as orders } from './routes/orders.js';\napp.use('/orders', orders);\n",
      'src/routes/orders.ts': ROUTER,
      'src/routes/items.ts': ROUTER,
    },
    'GET',
    '/orders/:id',
    'src/routes/orders.ts',
    {
      line: 3,
      confidence: 'likely',
      reason: 'The route /orders/:id ends in src/routes/orders.ts, whose routes another file puts below its beginning.',
    },
  ],
  [
    'Express, the route of the mount itself, in a folder of its name',
    { 'app.js': "app.use('/orders', require('./routes/orders'));\n", 'routes/orders/index.js': ROUTER },
    'POST',
    '/orders',
    'routes/orders/index.js',
    { line: 4, confidence: 'likely' },
  ],
  [
    'FastAPI',
    {
      'shop/main.py': 'from shop import shelves\napp.include_router(shelves.router, prefix="/shelves")\n',
      'shop/shelves.py':
        '@router.get("/{name}")\ndef show(name): pass\n@router.post("/{name}")\ndef create(name): pass\n',
    },
    'POST',
    '/shelves/{name}',
    'shop/shelves.py',
    { line: 3, confidence: 'likely' },
  ],
  [
    'a prefix in the middle is a guess',
    { 'app.js': "app.use('/orders', require('./routes/orders'));\n", 'routes/orders.js': ROUTER },
    'GET',
    '/api/orders/:id',
    'routes/orders.js',
    { line: 3, confidence: 'guess' },
  ],
])('%s', async (_, files, method, text, path, expected) => {
  const root = await makeWorkspace(files);
  expect(await locate(root, method, text)).toMatchObject({ ...expected, path: join(root, path) });
});

test('another method, another prefix and a file that nobody puts there are no answer', async () => {
  const root = await makeWorkspace({
    'app.js': "app.use('/orders', require('./routes/orders'));\n",
    'routes/orders.js': ROUTER,
    'routes/items.js': ROUTER,
  });
  expect(await locate(root, 'DELETE', '/orders/:id')).toBeUndefined();
  expect(await locate(root, 'GET', '/items/:id')).toBeUndefined();
});
