import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { repo } from '../../../scripts/lib/repo.mjs';

export const SHOP = path.join(repo, 'test/shop');

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

/** Calls each endpoint of the shop once; resolves when all its spans have been sent to the receiver on `port`. */
export async function runShop(port: number): Promise<ShopRun> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['shop.mjs', 'once', '--otlp', `http://127.0.0.1:${port}`],
    { cwd: SHOP, timeout: 60_000 },
  );
  const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
  return { requests: lines(stdout).map((line) => JSON.parse(line) as ShopRequest), log: lines(stderr) };
}
