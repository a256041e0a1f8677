import { base1, type Base1 } from '../position.ts';
import type { ScannedSource } from './scanSource.ts';
import type { SourceLanguage } from './sourceLanguage.ts';

interface Instrumentation {
  /** The annotation or attribute, in a line of code. */
  readonly mark: RegExp;
  /** With a name of its own the function's does not count. Tested on the code, where texts are blank. */
  readonly named: RegExp;
  /** Between class and function in a span's name; `undefined` where it is the function's name alone. */
  readonly separator: '.' | '::' | undefined;
}

const ANNOTATED: Instrumentation = {
  mark: /(?:^|[^\w.])@(?:WithSpan|Span|Traced)\b/,
  named: /^\s*@\w+\s*\([^)]*["'`]/,
  separator: '.',
};

const INSTRUMENTATIONS: Partial<Record<SourceLanguage, Instrumentation>> = {
  jvm: ANNOTATED,
  javascript: ANNOTATED,
  php: { mark: /#\[[\w\\]*WithSpan\b/, named: /WithSpan\s*\([^)]*["']/, separator: '::' },
  rust: { mark: /#\[(?:tracing::)?instrument\b/, named: /[(,\s]name\s*=/, separator: undefined },
};
const MARKS = ['WithSpan', '@Span', '@Traced', '[instrument', '::instrument'];
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const TYPE_KEYWORDS: ReadonlySet<string> = new Set(['class', 'interface', 'object', 'record', 'trait', 'enum']);
/** Other annotations and a long list of parameters. */
const MAX_LINES = 12;
const MAX_LINE_CHARS = 1_000;

/** A quick look, whatever the language. */
export function mayInstrumentFunctions(source: string): boolean {
  return MARKS.some((mark) => source.includes(mark));
}

/** The lines of the functions that an annotation makes spans of, where such a span has this name: `Cart.price`, `price`. */
export function instrumentedFunctions(
  { code }: ScannedSource,
  name: string,
  language: SourceLanguage,
): readonly Base1[] {
  const instrumentation = INSTRUMENTATIONS[language];
  if (!instrumentation) return [];
  const { mark, named, separator } = instrumentation;
  const cut = separator === undefined ? -1 : name.lastIndexOf(separator);
  if (separator !== undefined && cut <= 0) return [];
  const functionName = separator === undefined ? name : name.slice(cut + separator.length);
  const typeName =
    separator === undefined
      ? undefined
      : name
          .slice(0, cut)
          .split(/[.\\$]/)
          .at(-1)!;
  if (!IDENTIFIER.test(functionName)) return [];
  const lines = code.split('\n');
  const found: Base1[] = [];
  let type: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.length > MAX_LINE_CHARS) continue;
    type = declaredType(line) ?? type;
    if (!mark.test(line) || (typeName !== undefined && type !== typeName)) continue;
    const declared = declarationAfter(lines, index);
    if (!declared || declared.name !== functionName) continue;
    // The attribute may go over lines, so all up to the function is looked at.
    if (
      named.test(
        lines
          .slice(index, declared.index + 1)
          .join(' ')
          .slice(0, MAX_LINE_CHARS),
      )
    )
      continue;
    found.push(base1(declared.index + 1)!);
  }
  return found;
}

function declaredType(line: string): string | undefined {
  const words = line.split(/[^\w$]+/, 20);
  const at = words.findIndex((word) => TYPE_KEYWORDS.has(word));
  return at < 0 ? undefined : words[at + 1];
}

/** The first line from here that declares a function: a name and a list of parameters that belong to no annotation. */
function declarationAfter(
  lines: readonly string[],
  from: number,
): { readonly index: number; readonly name: string } | undefined {
  let depth = 0;
  for (let index = from; index < Math.min(lines.length, from + MAX_LINES); index++) {
    const line = lines[index]!;
    if (line.length > MAX_LINE_CHARS) return undefined;
    const rest = depth === 0 ? withoutAnnotations(line) : line;
    const name = depth === 0 ? /([A-Za-z_$][\w$]*)\s{0,3}(?:<[^()]{0,80}>)?\s{0,3}\(/.exec(rest)?.[1] : undefined;
    if (name !== undefined) return { index, name };
    for (const char of rest) depth += '(['.includes(char) ? 1 : ')]'.includes(char) ? -1 : 0;
  }
  return undefined;
}

/** Annotations that begin and end in this line; of one that goes on, its open bracket stays. */
function withoutAnnotations(line: string): string {
  let rest = line.trimStart();
  for (let i = 0; i < 5; i++) {
    const mark = /^(?:@[\w.]+|#\[)/.exec(rest)?.[0];
    if (mark === undefined) return rest;
    rest = afterBrackets(mark === '#[' ? rest.slice(1) : rest.slice(mark.length)).trimStart();
  }
  return rest;
}

function afterBrackets(text: string): string {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '(' || char === '[') depth++;
    else if (char === ')' || char === ']') depth--;
    if (depth === 0) return /[)\]]/.test(char) ? text.slice(i + 1) : text;
  }
  // Goes on in the next line: the brackets alone, so that they are counted.
  return text.replaceAll(/[^()[\]]/g, '');
}
