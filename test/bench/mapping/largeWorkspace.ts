import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cachedFolder } from './cachedFolder.ts';

const SERVICES = 50;
/** Every service has these, so that a name alone settles nothing. */
const NAMESAKES = ['index', 'utils', 'types', 'routes'];

/** What a span of a file of the workspace tells, and where it must lead. */
export interface WorkspaceFile {
  readonly service: string;
  readonly path: string;
  /** Where its process saw it. */
  readonly containerPath: string;
  /** With the package, of a Java file's only method; `undefined` for other files. */
  readonly qualifiedName: string | undefined;
  readonly spanName: string;
  readonly route: string;
  readonly lines: number;
}

export interface LargeWorkspace {
  readonly folder: string;
  readonly files: readonly WorkspaceFile[];
}

/** Services of TypeScript, Java and Python files, nested, many of the same name; each starts a span and serves a route of its own. */
export function largeWorkspace(count: number): LargeWorkspace {
  const folder = cachedFolder(`workspace-${count}-2`, (to) => {
    for (let i = 0; i < count; i++) {
      const file = fileAt(to, i);
      mkdirSync(path.dirname(file.path), { recursive: true });
      writeFileSync(file.path, textOf(file, i));
    }
  });
  return { folder, files: Array.from({ length: count }, (_, i) => fileAt(folder, i)) };
}

function fileAt(folder: string, i: number): WorkspaceFile {
  const service = `service${i % SERVICES}`;
  const n = Math.floor(i / SERVICES);
  const area = `area${Math.floor(n / 12)}`;
  const kind = n % 3;
  const type = `Handler${i}`;
  const below =
    kind === 0
      ? `src/${area}/${n % 12 < NAMESAKES.length ? `part${n}/${NAMESAKES[n % NAMESAKES.length]!}` : `handler${n}`}.ts`
      : kind === 1
        ? `src/main/java/com/shop/${service}/${area}/${type}.java`
        : `app/${area}/${n % 12 === 11 ? `part${n}/models` : `jobs${n}`}.py`;
  return {
    service,
    path: path.join(folder, 'services', service, below),
    containerPath: `/usr/src/app/${service}/${below}`,
    qualifiedName: kind === 1 ? `com.shop.${service}.${area}.${type}.work` : undefined,
    spanName: `settle invoice ${i}`,
    route: `/api/${service}/${area}/things${i}/:id`,
    lines: 40 + (i % 60),
  };
}

function textOf({ spanName, route, lines, qualifiedName, service, path: file }: WorkspaceFile, i: number): string {
  const filler = Array.from({ length: lines - 12 }, (_, n) => FILLERS[(i + n) % FILLERS.length]!);
  const made = file.endsWith('.ts')
    ? [
        `import { tracer, router } from '../tracing.ts';`,
        `export function work(id: string): number {`,
        `  return tracer.startActiveSpan('${spanName}', (span) => span.end());`,
        `}`,
        `router.get('${route}', (request, response) => work(request.params.id));`,
      ]
    : file.endsWith('.py')
      ? [
          `from opentelemetry import trace`,
          `tracer = trace.get_tracer(__name__)`,
          `@app.get("${route.replace(':id', '{id}')}")`,
          `def work(id):`,
          `    with tracer.start_as_current_span("${spanName}"):`,
          `        return id`,
        ]
      : [
          `package com.shop.${service};`,
          `public class ${qualifiedName!.split('.').at(-2)!} {`,
          `  @GetMapping("${route.replace(':id', '{id}')}")`,
          `  public long work(String id) {`,
          `    Span span = tracer.spanBuilder("${spanName}").startSpan();`,
          `    return 1;`,
          `  }`,
          `}`,
        ];
  const comment = file.endsWith('.py') ? '#' : '//';
  const [head, tail] = [filler.slice(0, filler.length >> 1), filler.slice(filler.length >> 1)];
  const text = [...head.map((line) => `${comment} ${line}`), ...made, ...tail.map((line) => `${comment} ${line}`)];
  while (text.length < lines) text.push(comment);
  return `${text.join('\n')}\n`;
}

/** Words and signs of about the length that lines of code have. */
const FILLERS = [
  'const settled = await ledger.close(account, { retries: 3, timeoutMs: 500 });',
  'if (settled.state !== "open") throw new Error("The account is not open any more.");',
  '',
  'return settled.items.map((item) => item.price * item.count).reduce((a, b) => a + b, 0);',
  'log.info("settled", { account: account.id, items: settled.items.length });',
  '}',
  'export interface Account { readonly id: string; readonly currency: string }',
];
