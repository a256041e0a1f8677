import { functionOutline, type OutlinedFunction } from './outline/functionOutline.ts';
import { languageIdOf } from './outline/languageIdOf.ts';
import { toBase1, type Base1 } from './position.ts';
import { makesSpan } from './sourceText/makesSpan.ts';

/** A function, or a method as a type or an interface declares it. */
export interface DeclaredFunction extends Pick<OutlinedFunction, 'name' | 'container' | 'nameLine'> {
  /** An annotation or decorator of its own makes spans of its calls. */
  readonly isInstrumented: boolean;
}

/** A function as a qualified name tells it. */
export interface MemberName {
  /** Dotted where it is nested; undefined for a function outside of types, and where the type is not told. */
  readonly typePath: string | undefined;
  readonly functionName: string;
}

/** Annotations of more lines are rare. */
const MAX_HEAD_LINES = 20;

/** What a source text declares; empty for a language whose outline is not known. Linear in the text. */
export function sourceOutline(text: string, path: string): readonly DeclaredFunction[] {
  const languageId = languageIdOf(path);
  const functions = languageId === undefined ? undefined : functionOutline(text, languageId, { signatures: true });
  if (!functions || functions.length === 0) return [];
  const lines = text.split('\n');
  return functions.map(({ name, container, firstLine, nameLine }) => {
    const head = lines.slice(firstLine, Math.min(nameLine, firstLine + MAX_HEAD_LINES) + 1);
    return { name, container, nameLine, isInstrumented: makesSpan(head.join('\n')) };
  });
}

/**
 * The lines at which functions of the name are declared: in the type when one is told, outside of types otherwise if there is any.
 * Of overloads the instrumented ones are meant.
 */
export function memberLines(
  functions: readonly DeclaredFunction[],
  { typePath, functionName }: MemberName,
): readonly Base1[] {
  const named = functions.filter(({ name }) => name === functionName);
  return linesOfMeant(typePath === undefined ? outsideFirst(named) : ofType(named, typePath));
}

/** Where several functions share a name, those that an annotation makes spans of are meant. */
export function linesOfMeant(functions: readonly DeclaredFunction[]): readonly Base1[] {
  const instrumented = functions.filter(({ isInstrumented }) => isInstrumented);
  return (instrumented.length > 0 ? instrumented : functions).map(({ nameLine }) => toBase1(nameLine));
}

function outsideFirst(functions: readonly DeclaredFunction[]): readonly DeclaredFunction[] {
  const outside = functions.filter(({ container }) => container === undefined);
  return outside.length > 0 ? outside : functions;
}

/** Nested types that compilers made up, and companions, are in the type that is told first. */
function ofType(functions: readonly DeclaredFunction[], typePath: string): readonly DeclaredFunction[] {
  const exact = functions.filter(({ container }) => container === typePath || container?.endsWith(`.${typePath}`));
  if (exact.length > 0) return exact;
  const outer = typePath.split('.')[0]!;
  return functions.filter(({ container }) => container?.split('.').includes(outer));
}
