import { door } from './lib/door.mjs';
import { npmCi } from './lib/npmCi.mjs';

/** The root's packages, Node 24 among them. */
export async function ensureRoot() {
  await npmCi('.', "Spanline's own packages");
}

await door(import.meta.url, ensureRoot);
