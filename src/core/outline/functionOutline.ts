import type { Base0 } from '../position.ts';
import type { BraceGrammar } from './braceGrammar.ts';
import { braceOutline } from './braceOutline.ts';
import { csharpGrammar } from './csharpGrammar.ts';
import { ecmaScriptGrammar } from './ecmaScriptGrammar.ts';
import { goGrammar } from './goGrammar.ts';
import { groovyGrammar } from './groovyGrammar.ts';
import { javaGrammar } from './javaGrammar.ts';
import { kotlinGrammar } from './kotlinGrammar.ts';
import { phpGrammar } from './phpGrammar.ts';
import { pythonOutline } from './pythonOutline.ts';
import { rubyOutline } from './rubyOutline.ts';
import { rustGrammar } from './rustGrammar.ts';
import { scalaGrammar } from './scalaGrammar.ts';

/** A function, method or constructor, with a body unless asked otherwise; 0 <= firstLine <= nameLine <= lastLine. */
export interface OutlinedFunction {
  /** As declared, without its type: `price`, `__init__`, `constructor`. */
  readonly name: string;
  /** The type around it, dotted where it is nested (`Cart.Item`). In Go the receiver's, in Rust the one of its `impl`. */
  readonly container: string | undefined;
  readonly nameLine: Base0;
  /** Of the declaration, with the annotations, attributes and decorators right above. */
  readonly firstLine: Base0;
  /** Of the body; the last of the text where nothing closes it. */
  readonly lastLine: Base0;
}

export interface OutlineOptions {
  /** Also methods without a body, as interfaces have them: in C#, Java, Kotlin and PHP. */
  readonly signatures?: boolean;
}

type Outline = (text: string, options?: OutlineOptions) => readonly OutlinedFunction[];

const inBraces =
  (grammar: () => BraceGrammar): Outline =>
  (text, options) =>
    braceOutline(text, grammar(), options);
const ecmaScript = inBraces(ecmaScriptGrammar);

const OUTLINES: ReadonlyMap<string, Outline> = new Map([
  ['csharp', inBraces(() => csharpGrammar)],
  ['go', inBraces(() => goGrammar)],
  ['groovy', inBraces(groovyGrammar)],
  ['java', inBraces(() => javaGrammar)],
  ['javascript', ecmaScript],
  ['javascriptreact', ecmaScript],
  ['kotlin', inBraces(() => kotlinGrammar)],
  ['php', inBraces(() => phpGrammar)],
  ['python', pythonOutline],
  ['ruby', rubyOutline],
  ['rust', inBraces(() => rustGrammar)],
  ['scala', inBraces(() => scalaGrammar)],
  ['typescript', ecmaScript],
  ['typescriptreact', ecmaScript],
]);

/**
 * The functions of a source text by its look alone, for a language without a symbol provider.
 * Linear in the text, and never throws; undefined for a language (VS Code's ID) that it does not know.
 */
export function functionOutline(
  text: string,
  languageId: string,
  options?: OutlineOptions,
): readonly OutlinedFunction[] | undefined {
  return OUTLINES.get(languageId)?.(text, options);
}
