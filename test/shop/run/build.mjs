import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOf, SERVICES, SHOP } from './layout.mjs';

/** Bundles each service into one file with a source map. OpenTelemetry stays in node_modules, apart from shop code. */
export async function buildServices() {
  await Promise.all(
    SERVICES.map((service) =>
      build({
        absWorkingDir: SHOP,
        entryPoints: [join(service, 'src', 'main.ts')],
        outfile: bundleOf(service),
        bundle: true,
        packages: 'external',
        platform: 'node',
        format: 'cjs',
        target: 'node20',
        sourcemap: true,
        logLevel: 'warning',
      }),
    ),
  );
}

export function isBuilt() {
  return SERVICES.every((service) => existsSync(bundleOf(service)));
}
