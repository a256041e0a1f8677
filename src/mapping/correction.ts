import type { SpanClues } from '../core/spanClues.ts';
import { baseName, classifyPath, commonSuffix, isAbsolute, pathText, type NamedPath } from '../core/paths.ts';
import { base1, type Base1 } from '../core/position.ts';
import type { CodePlace } from './located.ts';

/**
 * What the user said about where code is, kept for next time.
 * - `path`: what lay in `from` lies in `to`
 * - `place`: spans of the service with this clue are made at a line, known again by its text when it has moved
 */
export type Correction =
  | { readonly kind: 'path'; readonly from: string; readonly to: string }
  | {
      readonly kind: 'place';
      readonly service: string;
      /** See {@link clueOf}. */
      readonly clue: string;
      /** For people: what the span is called. */
      readonly label: string;
      readonly path: string;
      readonly line: Base1;
      readonly lineText: string;
    };

/** Longer lines are not code that anybody picks by hand. */
const MAX_LINE_CHARS = 500;

/** What a choice says beyond the one span: for a path that ends like the file, where its folder lies; otherwise the place for spans like it. */
export function correctionFor(clues: SpanClues, { path, line }: CodePlace, lineText: string): Correction {
  return (
    folderCorrection(clues, path) ?? {
      kind: 'place',
      service: clues.service,
      clue: clueOf(clues),
      label: clues.name,
      path,
      line,
      lineText: lineText.trim().slice(0, MAX_LINE_CHARS),
    }
  );
}

/** What spans of the same code share, as one text. */
export function clueOf({ refs: [ref], literals: [literal], name }: SpanClues): string {
  if (ref) return JSON.stringify(['code', ref.filePath, ref.line, ref.column, ref.functionName]);
  return literal ? JSON.stringify([literal.kind, literal.text]) : JSON.stringify(['name', name]);
}

/** Corrections as they were kept; what has another shape is left out. */
export function readCorrections(value: unknown): readonly Correction[] {
  return Array.isArray(value) ? value.flatMap((entry) => readCorrection(entry) ?? []) : [];
}

function folderCorrection({ refs }: SpanClues, chosen: string): Correction | undefined {
  const to = classifyPath(chosen);
  if (!isAbsolute(to)) return undefined;
  for (const { filePath } of refs) {
    const from = filePath === undefined ? undefined : classifyPath(filePath);
    if (!from || from.kind === 'refused' || baseName(from) !== baseName(to)) continue;
    const shared = commonSuffix(from, to);
    const [head, tail] = [withoutLast(from, shared), withoutLast(to, shared)];
    // With nothing left in front there is no folder to speak of: then this file alone is meant.
    if (head.segments.length === 0) return { kind: 'path', from: pathText(from), to: pathText(to) };
    return { kind: 'path', from: pathText(head), to: pathText(tail) };
  }
  return undefined;
}

function withoutLast<T extends NamedPath>(path: T, count: number): T {
  return { ...path, segments: path.segments.slice(0, path.segments.length - count) };
}

function readCorrection(value: unknown): Correction | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, from, to, service, clue, label, path, line, lineText } = value as Readonly<Record<string, unknown>>;
  if (kind === 'path') return typeof from === 'string' && typeof to === 'string' ? { kind, from, to } : undefined;
  const at = typeof line === 'number' ? base1(line) : undefined;
  if (kind !== 'place' || at === undefined) return undefined;
  const texts = [service, clue, label, path, lineText];
  if (!texts.every((text) => typeof text === 'string')) return undefined;
  const [ofService, ofClue, ofLabel, ofPath, ofLine] = texts as [string, string, string, string, string];
  return { kind, service: ofService, clue: ofClue, label: ofLabel, path: ofPath, line: at, lineText: ofLine };
}
