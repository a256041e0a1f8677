import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The line, from 1, of a shop source file that ends with the marker of a span. */
export function markedLine(shop: string, file: string, span: string): number {
  const lines = readFileSync(path.join(shop, file), 'utf8').split('\n');
  const index = lines.findIndex((line) => line.trimEnd().endsWith(`// span: ${span}`));
  if (index < 0) throw new Error(`${file} has no line marked with "span: ${span}".`);
  return index + 1;
}
