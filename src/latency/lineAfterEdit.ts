import type { Base0 } from '../core/position.ts';

/** A replaced stretch of a document, as editors report it. */
export interface LineEdit {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  /** How many line breaks the new text has. */
  readonly addedBreaks: number;
}

/** Where a line is after an edit: it moves with what is put in or taken out above it; inside a replaced stretch it goes to the start. */
export function lineAfterEdit(line: Base0, edit: LineEdit): Base0 {
  const { startLine, startCharacter, endLine, endCharacter, addedBreaks } = edit;
  const shift = addedBreaks - (endLine - startLine);
  // At the very start of the line something was put in before it, anywhere else in it behind its beginning.
  if (startLine > line || (startLine === line && startCharacter > 0)) return line;
  if (endLine < line || (endLine === line && endCharacter === 0)) return (line + shift) as Base0;
  return startLine as Base0;
}
