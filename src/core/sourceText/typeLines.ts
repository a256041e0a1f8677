import { LineStarts } from '../lineStarts.ts';
import type { Base1 } from '../position.ts';
import { scanSource } from './scanSource.ts';
import { sourceLanguageOf } from './sourceLanguage.ts';

const DECLARATION =
  /(?<![\w$.:@-])(?:class|interface|enum|record|object|struct|trait|module|type)[ \t]+([\p{L}_][\p{L}\p{N}_]*(?:(?:::|\.)[\p{L}_][\p{L}\p{N}_]*)*)/gu;

/** The lines of a source text that declare a type of this name, comments and texts aside. */
export function typeLines(source: string, path: string, typeName: string): readonly Base1[] {
  const language = sourceLanguageOf(path);
  if (language === undefined || !source.includes(typeName)) return [];
  const { code } = scanSource(source, language);
  const lines = new LineStarts(source);
  return [...code.matchAll(DECLARATION)]
    .filter(([, name]) => name!.split(/::|\./).at(-1) === typeName)
    .map(({ index }) => lines.lineNumberOf(index));
}
