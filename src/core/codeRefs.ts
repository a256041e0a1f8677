import { stringAttribute, type Attribute } from './attribute.ts';
import { codeRefOf } from './codeAttributes.ts';
import type { CodeRef } from './codeRef.ts';
import { nameRef } from './nameRef.ts';
import { classifyPath, libraryStart } from './paths.ts';
import type { SpanDetail } from './span.ts';
import type { SpanLog } from './spanLog.ts';
import { parseStackTrace } from './stackTrace.ts';
import { vendorCodeRef } from './vendorCodeRef.ts';

/** More frames of other people's code than this between the exception and the user's own are rare. */
const MAX_FRAMES = 20;
/** Code that comes with the language, by its path or its package. */
const RUNTIME =
  /^(?:\/usr\/lib\/|\/usr\/local\/go\/src\/|\/usr\/local\/lib\/|\/rustc\/|runtime\/|java\/|javax\/|jdk\/|sun\/|kotlin\/|scala\/|internal\/)/;

/** Of all stacks and logs: an exception may be recorded at every level that it passes. */
const MAX_REFS = 60;
/** Logs of one place again and again tell nothing more. */
const MAX_LOG_PLACES = 5;

/**
 * What a span says about its code, best first: its code attributes; the method that it is called after; the frames of its own stack and
 * of its exceptions that may be the user's code, innermost first; where its log records were written. Exceptions may be log records too
 * (semantic conventions since 2025). Code attributes may be about the library that made the span, so all of them are kept: which
 * is in the workspace only a look tells.
 */
export function codeRefsOf(
  { name, scope, attributes, events }: Pick<SpanDetail, 'name' | 'scope' | 'attributes' | 'events'>,
  logs: readonly SpanLog[] = [],
): readonly CodeRef[] {
  const own = codeRefOf(attributes) ?? vendorCodeRef(attributes);
  const named = nameRef({ name, scope, attributes });
  const stacks = [
    stringAttribute(attributes, 'code.stacktrace'),
    // An instrumentation may note the failure on the span itself.
    stringAttribute(attributes, 'exception.stacktrace'),
    // The last one is what made the span fail.
    ...events
      .filter(({ name }) => name === 'exception')
      .map((event) => stackOf(event.attributes))
      .toReversed(),
    ...logs.map((log) => stackOf(log.attributes)).toReversed(),
  ];
  const frames = stacks.flatMap((stack) => (stack === undefined ? [] : userFrames(stack)));
  return [own, named, ...frames, ...logPlaces(logs)].filter((ref) => ref !== undefined).slice(0, MAX_REFS);
}

/** Where the logs were written that name a file, the first ones first: they are closest to how the span began. */
function logPlaces(logs: readonly SpanLog[]): readonly CodeRef[] {
  const places = new Map<string, CodeRef>();
  for (const { attributes } of logs) {
    const ref = codeRefOf(attributes);
    if (ref?.filePath === undefined || !isUserPath(ref.filePath)) continue;
    places.set(`${ref.filePath}\0${ref.line}`, { ...ref, origin: 'log' });
    if (places.size === MAX_LOG_PLACES) break;
  }
  return [...places.values()];
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
