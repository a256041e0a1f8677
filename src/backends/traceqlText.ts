import type { TextPattern } from '../core/spanQuery.ts';
import { goString } from './goString.ts';

/*
 * Text in TraceQL, by the lexer of Tempo (pkg/traceql/lexer.go): strings are Go's, quoted attribute names know no escapes but `\"` and `\\`.
 */

/** The name of an attribute as it stands after a scope and its dot. A digit in front would be read as a number: `.5xx`. */
export function traceqlName(key: string): string {
  if (/^[A-Za-z_][\w.-]*$/.test(key)) return key;
  return `"${key.toWellFormed().replace(/["\\]/g, '\\$&')}"`;
}

/** A regular expression (RE2) for the whole of a text that may go on at an end; Tempo before 2.7 does not anchor by itself. */
export function traceqlPattern({ text, openStart, openEnd }: TextPattern): string {
  const literal = text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
  return goString(`^${openStart ? '.*' : ''}${literal}${openEnd ? '.*' : ''}$`);
}
