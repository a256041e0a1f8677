import type { Span } from '@opentelemetry/api';
import { inSpan } from '../../shared/inSpan.ts';
import type { Log } from '../../shared/log.ts';
import { pause } from '../../shared/pause.ts';

export interface Stock {
  readonly sku: string;
  readonly count: number;
}

const LOW_COUNT = 4;

export function lookUpStock(sku: string, log: Log): Promise<Stock> {
  return inSpan('look up stock', (span) => readStock(sku, span, log)); // span: look up stock
}

async function readStock(sku: string, span: Span, log: Log): Promise<Stock> {
  await pause(1, 3);
  const count = sku.charCodeAt(sku.length - 1) % 10;
  span.setAttributes({ 'shop.sku': sku, 'shop.stock.count': count, 'shop.stock.low': count < LOW_COUNT });
  if (count < LOW_COUNT) log.write('WARN', `only ${count} of ${sku} left`);
  return { sku, count };
}
