import type { Base0 } from '../position.ts';
import type { OutlinedFunction } from './functionOutline.ts';
import { rubyLines, type RubyLine } from './rubyLines.ts';
import { typePath } from './typePath.ts';

/** `def self.price(`, also behind a call that takes its result: `private def price`. */
const METHOD =
  /^(?:[a-z_]\w* )*def +(?:[\p{L}_][\p{L}\p{N}_]*\.)?([\p{L}_][\p{L}\p{N}_]*[?!]?=?(?=[^=~>]|$)|\[\]=?|[-+!~]@?|[*/%<>=&|^~]{1,3})/u;
const TYPE = /^(?:class|module) +(?:::)?([\p{Lu}][\p{L}\p{N}_:]*)/u;
const SINGLETON = /^class *<< */;
const END = /^end\b/;
const ENDS_ON_LINE = /(?:^|[\s;)])end$/;

interface Frame {
  readonly indent: number;
  readonly container: string | undefined;
  /** An expression ends by indentation, without `end`. */
  readonly hasEnd: boolean;
  readonly found: number | undefined;
}

/** The functions of a Ruby text: a declaration ends with the `end` that is indented as far as itself. */
export function rubyOutline(text: string): readonly OutlinedFunction[] {
  const found: OutlinedFunction[] = [];
  const frames: Frame[] = [];
  let lastLine = 0 as Base0;
  const close = (line: Base0): void => {
    const index = frames.pop()!.found;
    if (index !== undefined) found[index] = { ...found[index]!, lastLine: line };
  };
  for (const line of rubyLines(text)) {
    for (let top = frames.at(-1); top && endsBefore(top, line); top = frames.at(-1)) close(lastLine);
    lastLine = line.line;
    const top = frames.at(-1);
    const container = top?.container;
    if (top?.indent === line.indent && END.test(line.code)) {
      close(line.line);
      continue;
    }
    const frame = { indent: line.indent, container, hasEnd: true, found: undefined };
    const type = TYPE.exec(line.code)?.[1];
    const method = type === undefined ? METHOD.exec(line.code) : null;
    if (method) {
      found.push({ name: method[1]!, container, nameLine: line.line, firstLine: line.line, lastLine: line.line });
      const hasEnd = !isExpression(line.code.slice(method[0].length));
      frames.push({ ...frame, hasEnd, found: found.length - 1 });
    } else if (type !== undefined) {
      frames.push({ ...frame, container: typePath(container, type.replaceAll('::', '.')) });
    } else if (SINGLETON.test(line.code)) {
      frames.push(frame);
    } else continue;
    if (frames.at(-1)!.hasEnd && ENDS_ON_LINE.test(line.code)) close(line.line);
  }
  while (frames.length > 0) close(lastLine);
  return found;
}

/** What is indented less is outside; what is indented as far is the next declaration, or follows an expression. */
function endsBefore({ indent, hasEnd }: Frame, line: RubyLine): boolean {
  if (line.indent !== indent) return line.indent < indent;
  return !hasEnd || METHOD.test(line.code) || TYPE.test(line.code);
}

/** `def total = 1` and `def total() = 1`; `def total=(value)` is none. */
function isExpression(rest: string): boolean {
  let depth = 0;
  for (let at = 0; at < rest.length; at++) {
    const sign = rest[at]!;
    if (sign === '(') depth++;
    else if (sign === ')') depth--;
    else if (depth === 0 && sign === '=') return /\s/.test(rest[at - 1] ?? '') && rest[at + 1] !== '=';
    else if (depth === 0 && !/\s/.test(sign)) return false;
  }
  return false;
}
