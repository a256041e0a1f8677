import type { OtlpEncoding } from './encodingOfContentType.ts';

/** How the spans of a payload are written. */
export type PayloadEncoding = OtlpEncoding | 'zipkin-json';
