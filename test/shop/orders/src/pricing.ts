import type { Span } from '@opentelemetry/api';
import { inSpan } from '../../shared/inSpan.ts';
import { pause } from '../../shared/pause.ts';
import type { Order } from './order.ts';

interface Discount {
  readonly code: string;
  readonly percent: number;
  readonly isStackable: boolean;
}

const DISCOUNTS: readonly Discount[] = [
  { code: 'AUTUMN', percent: 7.5, isStackable: true },
  { code: 'FOUR-CUPS', percent: 2, isStackable: false },
];

/** The price in euros, discounts taken off. */
export function calculatePrice(order: Order): Promise<number> {
  return inSpan('calculate price', (span) => sumLines(order, span)); // span: calculate price
}

async function sumLines(order: Order, span: Span): Promise<number> {
  await pause(1, 4);
  const fullEur = order.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceEur, 0);
  const totalEur = await applyDiscounts(fullEur);
  span.setAttributes({
    'shop.price.full_eur': fullEur,
    'shop.price.total_eur': totalEur,
    'shop.price.discounts': DISCOUNTS.map((discount) => ({ ...discount })),
    'shop.skus': order.lines.map((line) => line.sku),
    'shop.quantities': order.lines.map((line) => line.quantity),
  });
  return totalEur;
}

function applyDiscounts(fullEur: number): Promise<number> {
  return inSpan('apply discounts', (span) => reducePrice(fullEur, span)); // span: apply discounts
}

async function reducePrice(fullEur: number, span: Span): Promise<number> {
  let totalEur = fullEur;
  for (const { code, percent, isStackable } of DISCOUNTS) {
    await pause(0.5, 2);
    totalEur *= 1 - percent / 100;
    span.addEvent('discount applied', { 'shop.discount.code': code, 'shop.discount.percent': percent });
    if (!isStackable) break;
  }
  return totalEur;
}
