import type { Base0 } from '../position.ts';

/** A line with code on it. */
export interface RubyLine {
  readonly line: Base0;
  readonly indent: number;
  /** Without the indentation, the comment and what stands in strings. */
  readonly code: string;
}

const HEREDOC = /<<([~-]?)(["'`]?)([A-Za-z_]\w*)\2/y;
const TAB_WIDTH = 8;

/** The lines of a Ruby text that are code: no comments, no heredocs, nothing after `__END__`. */
export function rubyLines(text: string): readonly RubyLine[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  let lastOf: ReadonlyMap<string, number> | undefined;
  const found: RubyLine[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!;
    if (line === '__END__') break;
    if (line.startsWith('=begin')) {
      index = indexFrom(lines, index, (line) => line.startsWith('=end'));
      continue;
    }
    const { code, heredocs } = codeOf(line);
    if (code !== '') found.push({ line: index as Base0, indent: indentOf(line), code });
    for (const name of heredocs) {
      lastOf ??= new Map(lines.map((line, index) => [line.trim(), index]));
      // What no line ends is a shift to the left.
      if ((lastOf.get(name) ?? -1) > index) index = indexFrom(lines, index + 1, (line) => line.trim() === name);
    }
  }
  return found;
}

function indexFrom(lines: readonly string[], from: number, isIt: (line: string) => boolean): number {
  let index = from;
  while (index < lines.length && !isIt(lines[index]!)) index++;
  return index;
}

function indentOf(line: string): number {
  let indent = 0;
  for (const sign of line) {
    if (sign === '\t') indent += TAB_WIDTH - (indent % TAB_WIDTH);
    else if (sign === ' ') indent++;
    else break;
  }
  return indent;
}

/** Strings are empty in the code, and end with the line at the latest. */
function codeOf(line: string): { code: string; heredocs: readonly string[] } {
  const heredocs: string[] = [];
  let code = '';
  /** Up to where the line is in the code. */
  let taken = 0;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]!;
    if (quote !== undefined) {
      if (sign === '\\') at++;
      else if (sign === quote) {
        quote = undefined;
        taken = at + 1;
      }
      continue;
    }
    if (sign === '#') return { code: (code + line.slice(taken, at)).trim(), heredocs };
    if (sign === '<') {
      HEREDOC.lastIndex = at;
      const [whole, , , name] = (/[\w)\]]/.test(line[at - 1] ?? '') ? null : HEREDOC.exec(line)) ?? [];
      if (whole !== undefined && name !== 'self') {
        heredocs.push(name!);
        code += `${line.slice(taken, at)}""`;
        at += whole.length - 1;
        taken = at + 1;
        continue;
      }
    }
    if (sign === '"' || sign === "'" || sign === '`') {
      quote = sign;
      code += `${line.slice(taken, at)}""`;
    }
  }
  const rest = quote === undefined ? line.slice(taken) : '';
  return { code: (code + rest).trim(), heredocs };
}
