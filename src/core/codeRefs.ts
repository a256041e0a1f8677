import { stringAttribute, type Attribute } from './attribute.ts';
import { codeRefOf } from './codeAttributes.ts';
import type { CodeRef } from './codeRef.ts';
import { classifyPath, libraryStart } from './paths.ts';
import type { SpanDetail } from './span.ts';
import { parseStackTrace } from './stackTrace.ts';
import { vendorCodeRef } from './vendorCodeRef.ts';

/** More frames of other people's code than this between the exception and the user's own are rare. */
const MAX_FRAMES = 20;
/** Code that comes with the language, by its path or its package. */
const RUNTIME =
  /^(?:\/usr\/lib\/|\/usr\/local\/go\/src\/|\/usr\/local\/lib\/|\/rustc\/|runtime\/|java\/|javax\/|jdk\/|sun\/|kotlin\/|scala\/|internal\/)/;

/**
 * What a span says about its code, best first: its code attributes; when these name no file, also the frames of its own stack and of its exceptions that may be
 * the user's code, innermost first. Which of them is in the workspace only a look tells.
 */
export function codeRefsOf({ attributes, events }: Pick<SpanDetail, 'attributes' | 'events'>): readonly CodeRef[] {
  const own = codeRefOf(attributes) ?? vendorCodeRef(attributes);
  const stacks = [
    stringAttribute(attributes, 'code.stacktrace'),
    // An instrumentation may note the failure on the span itself.
    stringAttribute(attributes, 'exception.stacktrace'),
    // The last one is what made the span fail.
    ...events
      .filter(({ name }) => name === 'exception')
      .map((event) => stackOf(event.attributes))
      .toReversed(),
  ];
  const frames = stacks.flatMap((stack) => (stack === undefined ? [] : userFrames(stack)));
  return own ? [own, ...(own.filePath === undefined ? frames : [])] : frames;
}

function stackOf(attributes: readonly Attribute[]): string | undefined {
  return stringAttribute(attributes, 'exception.stacktrace');
}

function userFrames(stack: string): readonly CodeRef[] {
  const frames = parseStackTrace(stack)?.frames ?? [];
  return frames
    .filter(({ filePath }) => isUserPath(filePath))
    .slice(0, MAX_FRAMES)
    .map(({ filePath, line, column, functionName }) => ({
      origin: 'stacktrace',
      filePath,
      line,
      column,
      functionName,
    }));
}

function isUserPath(text: string): boolean {
  if (RUNTIME.test(text)) return false;
  const path = classifyPath(text);
  return path.kind === 'refused' || libraryStart(path) < 0;
}
