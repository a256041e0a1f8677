import { type Span, SpanKind } from '@opentelemetry/api';
import { inSpan } from '../../shared/inSpan.ts';
import { pause } from '../../shared/pause.ts';
import type { Order } from './order.ts';

class CardRefusedError extends Error {
  override readonly name = 'CardRefusedError';
}

/** Never succeeds: this is the shop's failing path. */
export function callPaymentProvider(order: Order): Promise<never> {
  const options = { kind: SpanKind.CLIENT, attributes: { 'peer.service': 'card-network' } };
  return inSpan('call payment provider', (span) => requestRefund(order, span), options); // span: call payment provider
}

async function requestRefund(order: Order, span: Span): Promise<never> {
  span.addEvent('refund requested', { 'shop.order.id': order.id });
  await pause(5, 15);
  throw new CardRefusedError(`the card of order ${order.id} has expired`);
}
