import { lineDialect, stackFrame } from './stackDialect.ts';

/** `   at Ns.Type.Method(Args) in /path/File.cs:line 12`; the words are those of the user's language, and without a PDB there is no file. */
export const DOTNET_STACK = lineDialect('.NET', (text) => {
  const match = /^\s+\S+ (\S.*\)) \S+ (.+\.(?:cs|fs|vb)):\S+ (\d{1,9})$/.exec(text);
  if (!match) return undefined;
  const call = match[1]!;
  return stackFrame(match[2], match[3], undefined, call.slice(0, call.indexOf('(')));
});
