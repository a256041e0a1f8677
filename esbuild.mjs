import { copyFile, mkdir, rm } from 'node:fs/promises';
import { context } from 'esbuild';

/*
 * Six bundles: the extension host, the two workers, gRPC for one of them, the two pages of the webviews. `--production` minifies and leaves source maps out;
 * `--watch` rebuilds on change.
 */
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const shared = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
  legalComments: 'none',
};

/** VS Code 1.120 runs extensions on Node 22; CommonJS works in every host and fork. */
const host = { ...shared, platform: 'node', format: 'cjs', target: 'node22', external: ['vscode'] };

/**
 * `import('./createGrpcServer.ts')` loads a bundle of its own when it runs: grpc-js is four times the rest of the collector, and only wanted
 * where gRPC is on.
 */
const lazyGrpc = {
  name: 'lazy-grpc',
  setup(build) {
    build.onResolve({ filter: /\/createGrpcServer\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './grpc.cjs', external: true } : undefined,
    );
  },
};

const bundles = [
  { ...host, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.cjs' },
  { ...host, entryPoints: ['src/collector/collectorWorker.ts'], outfile: 'dist/collector.cjs', plugins: [lazyGrpc] },
  {
    ...host,
    entryPoints: ['src/collector/grpc/createGrpcServer.ts'],
    outfile: 'dist/grpc.cjs',
    // The reader of .proto files, which grpc-js asks for only when statistics over gRPC are on.
    external: ['@grpc/proto-loader'],
  },
  { ...host, entryPoints: ['src/parser/parserWorker.ts'], outfile: 'dist/parser.cjs' },
  {
    ...shared,
    platform: 'browser',
    format: 'esm',
    target: 'chrome138',
    entryPoints: { webview: 'webview/main.ts', search: 'webview/searchPage/main.ts' },
    outdir: 'dist',
  },
];

if (!watch) await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });
// source-map reads its WebAssembly from beside the file it runs from.
await copyFile('node_modules/source-map/lib/mappings.wasm', 'dist/mappings.wasm');
const contexts = await Promise.all(bundles.map((bundle) => context(bundle)));
if (watch) await Promise.all(contexts.map((each) => each.watch()));
else {
  await Promise.all(contexts.map((each) => each.rebuild()));
  await Promise.all(contexts.map((each) => each.dispose()));
}
