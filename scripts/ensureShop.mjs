import path from 'node:path';
import { door } from './lib/door.mjs';
import { npmCi } from './lib/npmCi.mjs';
import { repo } from './lib/repo.mjs';
import { run } from './lib/run.mjs';

/** The sample shop, installed and bundled. It is bundled every time: that takes a fraction of a second. */
export async function ensureShop() {
  await npmCi('test/shop', 'the sample shop');
  await run('node', ['shop.mjs', 'build'], { cwd: path.join(repo, 'test/shop') });
}

await door(import.meta.url, ensureShop);
