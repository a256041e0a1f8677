import { stringAttribute } from './attribute.ts';
import type { CodeRef } from './codeRef.ts';
import { codeRefsOf } from './codeRefs.ts';
import type { SpanDetail } from './span.ts';
import { spanLiterals, type SpanLiteral } from './spanLiterals.ts';
import type { SpanLog } from './spanLog.ts';
import { revisionOf } from './spanRevision.ts';

/** All that a span says of where its code is. Untrusted text. */
export interface SpanClues {
  readonly service: string;
  readonly name: string;
  /** Places and functions that it names, best first. */
  readonly refs: readonly CodeRef[];
  /** Texts that the code which made it may hold, best first. */
  readonly literals: readonly SpanLiteral[];
  /** `telemetry.sdk.language`. */
  readonly language: string | undefined;
  /** `process.working_directory`: what relative paths hang on. */
  readonly workingDirectory: string | undefined;
  /** When it began, milliseconds since the Unix epoch; `undefined` for spans of many times, and for one that does not say. */
  readonly startEpochMs: number | undefined;
  /** The commit that its code was built from. */
  readonly revision: string | undefined;
}

/** `logs` are the records that were written while the span ran, in order of time. */
export function spanCluesOf(detail: SpanDetail, logs: readonly SpanLog[]): SpanClues {
  return {
    service: detail.service,
    name: detail.name,
    refs: codeRefsOf(detail, logs),
    literals: spanLiterals(detail),
    language: stringAttribute(detail.resource, 'telemetry.sdk.language'),
    workingDirectory: stringAttribute(detail.resource, 'process.working_directory'),
    startEpochMs: detail.startEpochNs === '0' ? undefined : Number(BigInt(detail.startEpochNs) / 1_000_000n),
    revision: revisionOf(detail),
  };
}
