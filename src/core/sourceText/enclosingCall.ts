import type { Bracket, ScannedSource, SourceString } from './scanSource.ts';

/** The call, annotation or command that a string is an argument of. */
export interface EnclosingCall {
  /** The last name before the bracket: `get` of `app.get(`. */
  readonly name: string;
  /** What stands right before it: `app`; `)` after another call; '' for nothing. */
  readonly receiver: string;
  /** `@app.get(`, `[HttpGet(`, `#[get(`. */
  readonly decorates: boolean;
  /** `undefined` for a command without brackets (`get '/x' do`). */
  readonly bracket: Bracket | undefined;
  /** Where the name starts. */
  readonly at: number;
  /** The name of the argument or of the object's entry; '' for a name that is no word. */
  readonly key: string | undefined;
  /** It stands in an object or list, not right between the call's brackets. */
  readonly nested: boolean;
}

const CALLED = /(?:^|[^\w$])([A-Za-z_$][\w$]*[!?]?)\s{0,3}(?:<[^<>()]{0,60}>)?\s{0,3}$/;
const RECEIVER = /([\w$]+[!?]?|[)\]])\s{0,60}(?:\?\.|\.|::|->)\s{0,40}$/;
const KEY = /([\w$]+)\??\s{0,3}(?:=>|(?<![=!<>:])[=:])\s{0,40}$/;
const OTHER_KEY = /(?:=>|(?<![=!<>:])[=:])\s{0,40}$/;
/** Long enough for every rule above, short enough for none of them to matter. */
const LOOK_BACK = 120;
const MAX_NESTING = 3;

/** `undefined` for a string outside of any call: a constant, a statement in a block. */
export function enclosingCall(scanned: ScannedSource, string: SourceString): EnclosingCall | undefined {
  const { code } = scanned;
  const key = keyOf(code, string);
  const command = commandBefore(code, string);
  if (command) return { ...command, key };
  let bracket = string.within;
  let nested = false;
  for (let i = 0; bracket && bracket.kind !== '('; i++) {
    if (i === MAX_NESTING || (bracket.kind === '{' && isBlock(code, bracket))) return undefined;
    nested = true;
    bracket = bracket.parent;
  }
  return bracket && { ...calledAt(code, bracket), key, nested };
}

/** What is called with this bracket; the name is '' for one that only groups. */
export function calledAt(code: string, bracket: Bracket): Omit<EnclosingCall, 'key' | 'nested'> {
  const before = code.slice(Math.max(0, bracket.at - LOOK_BACK), bracket.at);
  const called = CALLED.exec(before);
  if (!called) return { name: '', receiver: '', decorates: false, bracket, at: bracket.at };
  const name = called[1]!;
  const at = bracket.at - before.length + called.index + called[0].indexOf(name);
  const ahead = code.slice(Math.max(0, at - LOOK_BACK), at);
  const receiver = RECEIVER.exec(ahead)?.[1] ?? '';
  return { name, receiver, decorates: decorates(code, bracket, ahead), bracket, at };
}

/** `{` after `)`, an arrow or a word: statements, not values. */
export function isBlock(code: string, bracket: Bracket): boolean {
  const before = code.slice(Math.max(0, bracket.at - LOOK_BACK), bracket.at).trimEnd();
  return /[\w$)>]$/.test(before) && !/\breturn$/.test(before);
}

function decorates(code: string, bracket: Bracket, ahead: string): boolean {
  if (/@[\w$.:]*$/.test(ahead)) return true;
  const { parent } = bracket;
  if (parent?.kind !== '[') return false;
  if (code.charAt(parent.at - 1) === '#') return true;
  // `[HttpGet("x")]` starts its line, or follows another such.
  return /(?:^|[\n\]])[ \t]*$/.test(code.slice(Math.max(0, parent.at - LOOK_BACK), parent.at));
}

/** Also of a constant: `const topic = `. */
export function keyOf(code: string, { opened }: SourceString): string | undefined {
  const before = code.slice(Math.max(0, opened - LOOK_BACK), opened);
  return KEY.exec(before)?.[1] ?? (OTHER_KEY.test(before) ? '' : undefined);
}

/** A word, a space and the string, first on its line. */
function commandBefore(code: string, { opened }: SourceString): Omit<EnclosingCall, 'key'> | undefined {
  const before = code.slice(Math.max(0, opened - LOOK_BACK), opened);
  const found = /(?:^|\n)[ \t]*(?:([\w$]+)[.:])?([A-Za-z_]\w*[!?]?)[ \t]+$/.exec(before);
  if (!found || found[2] === 'return') return undefined;
  const name = found[2]!;
  return {
    name,
    receiver: found[1] ?? '',
    decorates: false,
    bracket: undefined,
    at: opened - found[0].length + found[0].lastIndexOf(name),
    nested: false,
  };
}
