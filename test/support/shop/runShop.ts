import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface ShopRequest {
  readonly endpoint: string;
  readonly status: number;
  readonly traceId: string;
  readonly rootSpanId: string;
}

export interface ShopRun {
  readonly requests: readonly ShopRequest[];
  /** What the services logged, a line each. */
  readonly log: readonly string[];
}

/** Calls each endpoint of the shop in `folder` once; resolves when all its spans have been sent to the receiver on `port`. */
export async function runShop(folder: string, port: number): Promise<ShopRun> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['shop.mjs', 'once', '--otlp', `http://127.0.0.1:${port}`],
    { cwd: folder, timeout: 60_000 },
  );
  const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
  return { requests: lines(stdout).map((line) => JSON.parse(line) as ShopRequest), log: lines(stderr) };
}
