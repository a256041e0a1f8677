import type { Signal } from './signalOfPath.ts';

/** What a request's path says that it carries: OTLP's signals, or Zipkin's spans. */
export type ExportKind = Signal | 'zipkin';
