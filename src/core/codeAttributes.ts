import type { Attribute, AttributeValue } from './attribute.ts';
import type { CodeRef } from './codeRef.ts';
import { base1, type Base1 } from './position.ts';

const CODE_PREFIX = 'code.';

/** Keys that {@link codeRefOf} reads start with one of these; a list of those attributes alone gives the same answer. */
export const CODE_KEY_PREFIXES: readonly string[] = [CODE_PREFIX];

/** Whole numbers, as Jaeger, Zipkin and X-Ray spell them too: plain text, a float at times. */
const WHOLE_NUMBER = /^\d{1,10}(?:\.0+)?$/;
const QUALIFIER = /[.:\\/#]/;

/**
 * What a span's `code.*` attributes say about its source, in any of the three dialects (old, semconv 1.30, stable);
 * `undefined` when they say nothing. Where dialects disagree the stable one wins, and what only the old one has
 * is taken over only if it speaks of the same place: CakePHP puts both in one span.
 * Called for every span at ingest: one pass, nothing allocated for a span without code attributes.
 */
export function codeRefOf(attributes: readonly Attribute[]): CodeRef | undefined {
  let stablePath: string | undefined;
  let oldPath: string | undefined;
  let fileName: string | undefined;
  let stableLine: Base1 | undefined;
  let oldLine: Base1 | undefined;
  let stableColumn: Base1 | undefined;
  let oldColumn: Base1 | undefined;
  let stableFunction: string | undefined;
  let oldFunction: string | undefined;
  let namespace: string | undefined;

  // The first value under a key counts, as in `attributeOf`.
  for (const { key, value } of attributes) {
    if (!key.startsWith(CODE_PREFIX)) continue;
    switch (key) {
      case 'code.file.path':
        stablePath ??= textOf(value);
        break;
      case 'code.filepath':
        oldPath ??= textOf(value);
        break;
      // Rust's log appender: the base name alone.
      case 'code.filename':
        fileName ??= textOf(value);
        break;
      case 'code.line.number':
        stableLine ??= numberOf(value);
        break;
      case 'code.lineno':
        oldLine ??= numberOf(value);
        break;
      case 'code.column.number':
        stableColumn ??= numberOf(value);
        break;
      case 'code.column':
        oldColumn ??= numberOf(value);
        break;
      case 'code.function.name':
        stableFunction ??= textOf(value);
        break;
      case 'code.function':
        oldFunction ??= textOf(value);
        break;
      // `code.module.name` is what tracing-opentelemetry 0.32 renamed it to.
      case 'code.namespace':
      case 'code.module.name':
        namespace ??= textOf(value);
        break;
    }
  }

  const samePath = stablePath === undefined || oldPath === undefined || stablePath === oldPath;
  const line = stableLine ?? (samePath ? oldLine : undefined);
  const sameLine = samePath && (oldLine === undefined || oldLine === line);
  const column = stableColumn ?? (sameLine ? oldColumn : undefined);
  const filePath = stablePath ?? oldPath ?? fileName;
  const functionName =
    stableFunction === undefined
      ? oldFunctionName(oldFunction, namespace)
      : stableFunctionName(stableFunction, namespace);
  if (filePath === undefined && line === undefined && functionName === undefined) return undefined;
  return { origin: 'attributes', filePath, line, column, functionName };
}

/** Fully qualified since 1.31; in 1.30 a bare name beside its namespace. */
function stableFunctionName(name: string, namespace: string | undefined): string {
  return namespace === undefined || QUALIFIER.test(name) ? name : joined(namespace, name);
}

function oldFunctionName(name: string | undefined, namespace: string | undefined): string | undefined {
  if (name === undefined || namespace === undefined) return name;
  const qualified = name.startsWith(namespace) && QUALIFIER.test(name.charAt(namespace.length));
  return qualified ? name : joined(namespace, name);
}

/** PHP and Rust write `Ns\Class::method`; all others a dot. */
function joined(namespace: string, name: string): string {
  return `${namespace}${namespace.includes('\\') || namespace.includes('::') ? '::' : '.'}${name}`;
}

function textOf(value: AttributeValue): string | undefined {
  return value.type === 'string' && value.value !== '' ? value.value : undefined;
}

function numberOf(value: AttributeValue): Base1 | undefined {
  switch (value.type) {
    case 'int':
    case 'string':
      return WHOLE_NUMBER.test(value.value) ? base1(Number(value.value)) : undefined;
    case 'double':
      return typeof value.value === 'number' ? base1(value.value) : undefined;
    case 'bool':
    case 'bytes':
    case 'array':
    case 'map':
    case 'empty':
    case 'too-deep':
      return undefined;
  }
}
