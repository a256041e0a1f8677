import type { Span } from '@opentelemetry/api';
import { callService } from '../../shared/callService.ts';
import { inSpan } from '../../shared/inSpan.ts';
import type { Log } from '../../shared/log.ts';

const ITEM_COUNT = 12;

interface Stock {
  readonly sku: string;
  readonly count: number;
}

export interface Cart {
  readonly id: number;
  readonly items: readonly Stock[];
}

export function loadCart(id: number, inventoryUrl: string, log: Log): Promise<Cart> {
  return inSpan('load cart', (span) => askPerItem(id, inventoryUrl, span, log)); // span: load cart
}

/** The classic N+1: one request an item, each waiting for the one before. It is here to be found in the waterfall. */
async function askPerItem(id: number, inventoryUrl: string, span: Span, log: Log): Promise<Cart> {
  const skus = Array.from({ length: ITEM_COUNT }, (_, i) => `item-${i}`);
  span.setAttributes({ 'shop.cart.id': id, 'shop.skus': skus });
  const items: Stock[] = [];
  for (const sku of skus) {
    items.push(await callService<Stock>('GET', `${inventoryUrl}/stock/${sku}`));
  }
  log.write('INFO', `loaded cart ${id} with ${items.length} items`);
  return { id, items };
}
