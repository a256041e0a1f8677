import type { CodeRef } from '../core/codeRef.ts';
import type { Located } from './located.ts';
import type { LocateContext, SpanLocator } from './spanLocator.ts';

/**
 * The first of a span's references that leads to code of the workspace; of a stack most frames are other people's. Without any, what
 * the only one or all of them lack.
 */
export async function locateFirst(
  locator: SpanLocator,
  refs: readonly [CodeRef, ...CodeRef[]],
  context: LocateContext,
  signal: AbortSignal,
): Promise<Located> {
  let choice: Located | undefined;
  let missing: Located | undefined;
  for (const ref of refs) {
    const located = await locator.locate(ref, context, signal);
    if (located.state === 'found' && !located.library) return located;
    // Of several files that the span names itself one is meant: what failed in it would be another place.
    if (located.state === 'ambiguous' && ref.origin === 'attributes' && ref.filePath !== undefined) return located;
    if (located.state === 'ambiguous') choice ??= located;
    else missing ??= located;
  }
  if (choice) return choice;
  if (refs.length === 1 || refs[0].origin === 'attributes' || missing?.state === 'found') return missing!;
  return {
    state: 'missing',
    reason: `None of the ${refs.length} calls of the exception's stack that may be your code is in the workspace.`,
    hint: 'Open the folder that holds this code, or add a path mapping if it was built or run elsewhere.',
  };
}
