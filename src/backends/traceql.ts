import type { AttributeTest, Comparison, SpanCondition, SpanTerm, TextPattern } from '../core/spanQuery.ts';
import { goDuration } from './epochTime.ts';
import { goString } from './goString.ts';
import { traceqlName, traceqlPattern } from './traceqlText.ts';

/** What of a condition TraceQL can be asked for. */
interface Clause {
  readonly text: string;
  /** False when spans fit the clause for which the condition does not hold, so that it has to be checked as well. */
  readonly exact: boolean;
}

const INVERSE: Readonly<Record<Comparison, Comparison>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' };
/** More digits would be another number in a double, and an overflow in Go. */
const INTEGER = /^-?(?:0|[1-9]\d{0,17})$/;

/**
 * The conditions as TraceQL's filter of one span, and those that it cannot be asked for. Names are typed as they are: Tempo minds the case.
 *
 * `!(…)` is not used, and what must not be on a span is left to be checked: Tempo up to 3.0 fetches only the spans for which the inner
 * condition holds before it turns the answer around (UnaryOperation.extractConditions), so it finds none; and `= nil` came with 2.9.
 */
export function traceql(conditions: readonly SpanCondition[]): {
  readonly q: string;
  readonly rest: readonly SpanCondition[];
} {
  const clauses = conditions.map((condition) => [condition, clauseOf(condition)] as const);
  const texts = clauses.flatMap(([, clause]) => (clause ? [clause.text] : []));
  return {
    // Tempo takes `{}`, and VictoriaTraces nothing less, for all spans.
    q: texts.length === 0 ? '{}' : `{ ${texts.join(' && ')} }`,
    rest: clauses.filter(([, clause]) => !clause?.exact).map(([condition]) => condition),
  };
}

function clauseOf({ term, excluded }: SpanCondition): Clause | undefined {
  switch (term.about) {
    case 'service':
      return exact(named('resource.service.name', term.name, excluded));
    case 'operation':
      return exact(named('name', term.name, excluded));
    case 'kind':
      return exact(`kind ${excluded ? '!=' : '='} ${term.kind}`);
    case 'status':
      return exact(`status ${excluded ? '!=' : '='} ${term.status}`);
    case 'duration':
      return exact(`duration ${excluded ? INVERSE[term.comparison] : term.comparison} ${goDuration(term.ns)}`);
    case 'event':
      return excluded ? undefined : exact(named('event:name', term.name, false));
    case 'attribute':
      return attributeClause(term, excluded);
    case 'self':
    case 'text':
      return undefined;
  }
}

function attributeClause(
  { key, test }: Extract<SpanTerm, { readonly about: 'attribute' }>,
  excluded: boolean,
): Clause | undefined {
  const field = `.${traceqlName(key)}`;
  if (excluded) return test.is === 'absent' ? exact(`${field} != nil`) : undefined;
  return valueClause(field, test);
}

function valueClause(field: string, test: AttributeTest): Clause | undefined {
  switch (test.is) {
    case 'present':
      return exact(`${field} != nil`);
    case 'absent':
      return undefined;
    case 'number':
      return exact(`${field} ${test.comparison} ${numberText(test.number)}`);
    case 'equal':
    case 'different': {
      const different = test.is === 'different';
      const { value } = test;
      const text = named(field, value, different);
      if (!value.openStart && !value.openEnd) return exact(anyType(text, field, value.text, different));
      // A pattern is for texts alone, but `5*` is also meant for the number 500.
      return /^[-+.\deE]*$/.test(value.text) ? { text: `${field} != nil`, exact: false } : exact(text);
    }
  }
}

/** A comparison with the text, or with the number or the truth value that it spells: values of other types do not compare at all. */
function anyType(text: string, field: string, value: string, different: boolean): string {
  const isDecimal = /^-?\d+\.\d+$/.test(value) && String(Number(value)) === value;
  if (!INTEGER.test(value) && !isDecimal && value !== 'true' && value !== 'false') return text;
  return `(${text} || ${field} ${different ? '!=' : '='} ${value})`;
}

function named(field: string, name: TextPattern, excluded: boolean): string {
  if (name.openStart || name.openEnd) return `${field} ${excluded ? '!~' : '=~'} ${traceqlPattern(name)}`;
  return `${field} ${excluded ? '!=' : '='} ${goString(name.text)}`;
}

/** Whole numbers past 64 bits overflow in Go unless they are spelled as floating point. */
function numberText(number: number): string {
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? number.toExponential() : String(number);
}

function exact(text: string): Clause {
  return { text, exact: true };
}
