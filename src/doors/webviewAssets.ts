import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Asset {
  readonly type: string;
  readonly body: Uint8Array;
}

/** Bundles the pages as the extension ships them, and the stand-in for VS Code, in memory; by URL path. */
export async function webviewAssets(): Promise<ReadonlyMap<string, Asset>> {
  const shared = { absWorkingDir: ROOT, bundle: true, minify: true, target: 'chrome134', write: false } as const;
  const [pages, bridge] = await Promise.all([
    build({
      ...shared,
      entryPoints: { webview: 'webview/main.ts', search: 'webview/searchPage/main.ts' },
      format: 'esm',
      outdir: 'dist',
    }),
    build({ ...shared, entryPoints: { bridge: 'webview/door/bridge.ts' }, format: 'iife', outdir: 'dist' }),
  ]);
  const assets = new Map<string, Asset>();
  for (const { path, contents } of [...pages.outputFiles, ...bridge.outputFiles]) {
    const name = path.slice(path.lastIndexOf('/'));
    assets.set(name, { type: name.endsWith('.css') ? 'text/css' : 'text/javascript', body: contents });
  }
  return assets;
}
