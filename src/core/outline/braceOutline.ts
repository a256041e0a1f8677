import type { Base0 } from '../position.ts';
import type { BraceGrammar, Declared, Place, Scope } from './braceGrammar.ts';
import type { OutlinedFunction, OutlineOptions } from './functionOutline.ts';
import { lex } from './lex.ts';
import { DOUBLE_COLON, FAT_ARROW, TEXT, type Tokens, WORD } from './tokens.ts';
import { typePath } from './typePath.ts';

interface Frame extends Scope {
  readonly end: 'bracket' | 'expression' | 'indentation';
  /** The token of the opening bracket, or the one before an expression. */
  readonly opener: number;
  /** How far the line of an expression's declaration is indented. */
  readonly indent: number;
  readonly container: string | undefined;
  /** Which of the found functions has its body here. */
  readonly found: number | undefined;
  statementStart: number;
  isStatementSpent: boolean;
}

type DeclaredBody = Exclude<Declared, { readonly kind: 'signature' }>;
type Draft = { -readonly [Key in keyof OutlinedFunction]: OutlinedFunction[Key] };

/** What is nested deeper was made to be, and is passed over. */
const MAX_DEPTH = 10_000;
const GO_ON = new Set(['else', 'catch', 'finally']);

/** The functions of a source text in a brace language, in the order of their bodies; of those without one in that of their ends. */
export function braceOutline(
  text: string,
  grammar: BraceGrammar,
  { signatures = false }: OutlineOptions = {},
): readonly OutlinedFunction[] {
  return new Walk(lex(text, grammar.lexRules), grammar, signatures).run();
}

/** Goes over the tokens once, with a stack of what is open. */
class Walk {
  readonly #tokens: Tokens;
  readonly #grammar: BraceGrammar;
  readonly #found: Draft[] = [];
  readonly #frames: Frame[] = [];
  /** Declarations whose bodies are still ahead, by the body's token. */
  readonly #ahead = new Map<number, DeclaredBody>();
  #lineIndent = 0;
  readonly #signatures: boolean;

  constructor(tokens: Tokens, grammar: BraceGrammar, signatures: boolean) {
    this.#tokens = tokens;
    this.#grammar = grammar;
    this.#signatures = signatures;
    this.#frames.push(newFrame('file', 'bracket', -1, undefined, 0));
  }

  run(): readonly OutlinedFunction[] {
    for (let index = 0; index < this.#tokens.count; index++) this.#step(index);
    while (this.#frames.length > 0) this.#pop(this.#endOfFile(this.#frames.at(-1)!));
    return this.#found;
  }

  get #top(): Frame {
    return this.#frames.at(-1)!;
  }

  #step(index: number): void {
    const tokens = this.#tokens;
    if (tokens.isFirstOfLine(index)) this.#startLine(index);
    const kind = tokens.kind(index);
    const sign = kind > 32 ? String.fromCharCode(kind) : '';
    if (sign === ',' && this.#grammar.expressionEnds.atComma) this.#popWhile(({ end }) => end === 'expression', index);
    const declared = this.#grammar.declarationAt(tokens, index, this.#top);
    if (declared?.kind === 'signature') {
      if (this.#signatures) this.#add(declared, this.#top.container);
    } else if (declared && !this.#ahead.has(declared.body)) this.#ahead.set(declared.body, declared);
    const body = this.#ahead.get(index);
    if (body) this.#ahead.delete(index);
    switch (sign) {
      case '{':
      case '(':
      case '[':
        this.#open(index, sign === '{' ? 'block' : 'group', body);
        break;
      case '}':
      case ')':
      case ']':
        this.#close(index);
        break;
      case ';':
        this.#popWhile(({ end }) => end === 'expression', index + 1);
        this.#startStatement(index + 1);
        break;
      default:
        if (kind === FAT_ARROW || sign === '=') this.#top.isStatementSpent = true;
        if (body) this.#openExpression(index, body);
    }
  }

  #startLine(index: number): void {
    const indent = this.#tokens.indent(index);
    if (!this.#goesOn(index)) {
      this.#popWhile((frame) => {
        const byIndentation = frame.end === 'indentation' || this.#grammar.expressionEnds.atIndentation;
        return frame.end !== 'bracket' && byIndentation && indent <= frame.indent && index > frame.opener + 1;
      }, index);
    }
    this.#lineIndent = indent;
    if (this.#grammar.startsStatement?.(this.#tokens, index)) this.#startStatement(index);
  }

  /** `else`, `.map`, `?: 0`: no statement starts like this. */
  #goesOn(index: number): boolean {
    const tokens = this.#tokens;
    const kind = tokens.kind(index);
    if (kind === WORD) return GO_ON.has(tokens.word(index));
    return kind === DOUBLE_COLON || [')', ']', '}', '.', '?'].some((sign) => tokens.is(index, sign));
  }

  #open(index: number, usual: Place, declared: DeclaredBody | undefined): void {
    if (this.#frames.length < MAX_DEPTH) this.#frames.push(this.#bodyFrame(usual, 'bracket', index, declared));
  }

  #openExpression(index: number, declared: DeclaredBody): void {
    // Below the declaration's line there may be a block without braces, with semicolons of its own.
    const isBelow = this.#tokens.isFirstOfLine(index + 1) && this.#grammar.expressionEnds.atIndentation;
    const end = isBelow || declared.kind === 'type' ? 'indentation' : 'expression';
    if (this.#frames.length < MAX_DEPTH) this.#frames.push(this.#bodyFrame('block', end, index, declared));
  }

  #bodyFrame(place: Place, end: Frame['end'], opener: number, declared: DeclaredBody | undefined): Frame {
    const outer = this.#top;
    const inner = newFrame(place, end, opener, outer.container, this.#lineIndent);
    switch (declared?.kind) {
      case undefined:
        return inner;
      case 'object':
        return { ...inner, place: 'object' };
      case 'type': {
        const { name } = declared;
        const container = name === undefined ? outer.container : typePath(outer.container, name);
        return { ...inner, place: 'type', container, typeName: name };
      }
      case 'function':
        return {
          ...inner,
          indent: this.#indentOf(declared.first),
          found: this.#add(declared, declared.container ?? outer.container),
        };
    }
  }

  #add({ first, name }: { readonly first: number; readonly name: number }, container: string | undefined): number {
    const tokens = this.#tokens;
    const nameLine = tokens.line(name);
    const firstLine = tokens.line(first);
    return this.#found.push({ name: nameOf(tokens, name), container, nameLine, firstLine, lastLine: nameLine }) - 1;
  }

  /** A declaration that does not start its line stands as far in as the line does. */
  #indentOf(first: number): number {
    return this.#tokens.isFirstOfLine(first) ? this.#tokens.indent(first) : this.#lineIndent;
  }

  #close(index: number): void {
    const opener = this.#tokens.match(index);
    if (opener === undefined) return;
    this.#popWhile((frame) => frame.opener > opener, index);
    if (this.#top.opener === opener) this.#pop(this.#tokens.line(index));
    if (this.#tokens.is(index, '}')) this.#startStatement(index + 1);
  }

  /** Closes frames from the innermost on; an expression ends before the token, a bracket at it. */
  #popWhile(isClosed: (frame: Frame) => boolean, index: number): void {
    while (this.#frames.length > 1 && isClosed(this.#top)) {
      this.#pop(this.#top.end === 'bracket' ? this.#tokens.line(index) : this.#tokens.endLine(index - 1));
    }
  }

  #pop(lastLine: Base0): void {
    const { found } = this.#frames.pop()!;
    if (found !== undefined) this.#found[found]!.lastLine = lastLine;
  }

  #endOfFile({ end }: Frame): Base0 {
    const { count, lineStarts } = this.#tokens;
    return end === 'bracket' || count === 0 ? lineStarts.lastLine : this.#tokens.endLine(count - 1);
  }

  #startStatement(index: number): void {
    this.#top.statementStart = index;
    this.#top.isStatementSpent = false;
  }
}

function newFrame(
  place: Place,
  end: Frame['end'],
  opener: number,
  container: string | undefined,
  indent: number,
): Frame {
  return {
    place,
    end,
    opener,
    container,
    indent,
    typeName: undefined,
    found: undefined,
    statementStart: opener + 1,
    isStatementSpent: false,
  };
}

/** Without quotes, backticks, `@` in C# and `r#` in Rust. */
function nameOf(tokens: Tokens, index: number): string {
  const source = tokens.source(index);
  if (tokens.kind(index) === TEXT || source.startsWith('`')) return source.replace(/^["'`]{1,3}|["'`]{1,3}$/g, '');
  return source.replace(/^(?:@|r#)/, '');
}
