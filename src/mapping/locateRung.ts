import type { CodeRef } from '../core/codeRef.ts';
import type { Located } from './located.ts';

/** What is known of a span that helps to find its code. All untrusted text. */
export interface LocateQuery {
  readonly ref: CodeRef;
  readonly service: string;
  /** `process.working_directory`: what relative paths hang on. */
  readonly workingDirectory: string | undefined;
}

/** One way from a span to its code. Rungs know nothing of each other; the ladder weighs their answers. */
export interface LocateRung {
  /** `undefined` when the query holds nothing for this rung. Rejects with `cancelled` only. */
  locate(query: LocateQuery, signal: AbortSignal): Promise<Located | undefined>;
  /** A file changed, came or went; without a path: anything may have. */
  invalidate(path?: string): void;
}
