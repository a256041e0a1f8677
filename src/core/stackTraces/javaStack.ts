import { lineDialect, stackFrame } from './stackDialect.ts';

const SOURCE = /\.(?:java|kt|kts|scala|groovy|clj)$/;

/**
 * `at [loader/][module@version/]pkg.Outer$Inner.method(File.java:12)`. The file is told by name alone; the package tells its folders, in
 * Kotlin mostly.
 */
export const JAVA_STACK = lineDialect('Java', (text) => {
  const match = /^\s*at ([^()\s]+)\(([^():]+):(\d{1,9})\)/.exec(text);
  if (!match || !SOURCE.test(match[2]!)) return undefined;
  const qualified = match[1]!.slice(match[1]!.lastIndexOf('/') + 1);
  const parts = qualified.split('.');
  // Without method and class what is left is the package.
  const folders = parts.slice(0, -2);
  return stackFrame([...folders, match[2]].join('/'), match[3], undefined, qualified);
});
