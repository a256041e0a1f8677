import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const FOLDER = new URL('../../corpus/', import.meta.url);
const NAME = /^crash-(\d{4})$/;

/** Bytes that once made a decoder fail, in order of their numbers; each is tried with every decoder. */
export function crashFiles(folder = FOLDER): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .map((name) => ({ name, bytes: readFileSync(new URL(name, folder)) }));
}

/** Keeps bytes under the next free number, once; gives the name. */
export function keepCrash(bytes: Uint8Array, folder = FOLDER): string {
  const there = crashFiles(folder);
  const same = there.find((one) => Buffer.compare(one.bytes, bytes) === 0);
  if (same) return same.name;
  const last = Number(NAME.exec(there.at(-1)?.name ?? '')?.[1] ?? 0);
  const name = `crash-${String(last + 1).padStart(4, '0')}`;
  writeFileSync(new URL(name, folder), bytes);
  return name;
}
