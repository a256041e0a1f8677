import type { Base1 } from './position.ts';

/**
 * Which part of a span said where its code is; how sure that makes a place hangs on it.
 * - `attributes`: the span's own
 * - `stacktrace`: a call of its stack or of its exception's
 * - `log`: a log record written while it ran
 */
export type CodeRefOrigin = 'attributes' | 'stacktrace' | 'log';

/** What a span says about its source, before anybody looked whether that exists. Every field is untrusted text. */
export interface CodeRef {
  readonly origin: CodeRefOrigin;
  readonly filePath: string | undefined;
  readonly line: Base1 | undefined;
  readonly column: Base1 | undefined;
  /** As qualified as the sender made it: `pkg.Type.method`, `Ns\Class::method`, or a bare name. */
  readonly functionName: string | undefined;
}
