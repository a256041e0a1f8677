import { appendFileSync } from 'node:fs';
import { trace } from '@opentelemetry/api';

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';

/** Writes lines a person can read; inside a span they end with its IDs, as `trace_id=… span_id=…`. */
export class Log {
  readonly #service: string;

  constructor(service: string) {
    this.#service = service;
  }

  write(level: LogLevel, message: string): void {
    const span = trace.getActiveSpan()?.spanContext();
    const ids = span ? `  trace_id=${span.traceId} span_id=${span.spanId}` : '';
    const line = `${new Date().toISOString()} ${level.padEnd(5)} ${this.#service.padEnd(9)} ${message}${ids}\n`;
    process.stdout.write(line);
    const file = process.env['SHOP_LOG_FILE'];
    if (file) appendFileSync(file, line);
  }
}
