import type { LexRules } from './lex.ts';
import type { Tokens } from './tokens.ts';

/** What a stretch between brackets, or the body of an expression, is for the declarations right inside of it. */
export type Place = 'file' | 'type' | 'object' | 'block' | 'group';

/** Where a look for declarations stands. */
export interface Scope {
  readonly place: Place;
  /** The bare name of the type whose body this is. */
  readonly typeName: string | undefined;
  /** The first token of the statement. */
  readonly statementStart: number;
  /** An assignment or an arrow has been passed: what follows in the statement declares no method. */
  readonly isStatementSpent: boolean;
}

/** A declaration; all numbers are indexes of tokens. */
export type Declared =
  | {
      readonly kind: 'function';
      /** The first modifier or annotation. */
      readonly first: number;
      readonly name: number;
      /** `{`, or the `=` or arrow before an expression. */
      readonly body: number;
      /** Where the declaration itself names its type, as methods in Go do. */
      readonly container: string | undefined;
    }
  /** A method without a body, as interfaces have them. */
  | { readonly kind: 'signature'; readonly first: number; readonly name: number }
  /** A type without a name, as `new Runnable() {}`, adds nothing to the path of its members. */
  | { readonly kind: 'type'; readonly name: string | undefined; readonly body: number }
  /** An object literal. */
  | { readonly kind: 'object'; readonly body: number };

/** One brace language. */
export interface BraceGrammar {
  readonly lexRules: LexRules;
  /** What the token at the index declares; asked once for each token, in order. Looks at tokens of one statement only. */
  readonly declarationAt: (tokens: Tokens, index: number, scope: Scope) => Declared | undefined;
  /** What ends a body without braces, besides a semicolon and the bracket around it. */
  readonly expressionEnds: { readonly atComma: boolean; readonly atIndentation: boolean };
  /** Whether the token starts a statement, being the first of its line; undefined where only semicolons end statements. */
  readonly startsStatement: ((tokens: Tokens, index: number) => boolean) | undefined;
}
