import { type Span, type SpanContext, SpanKind } from '@opentelemetry/api';
import { inSpan } from '../../shared/inSpan.ts';
import type { Log } from '../../shared/log.ts';
import { pause } from '../../shared/pause.ts';

/** Mails the receipt after the answer has gone out: a trace of its own, linked to the order that asked for it. */
export function sendConfirmation(orderId: number, cause: SpanContext, log: Log): Promise<void> {
  const options = {
    root: true,
    kind: SpanKind.CONSUMER,
    links: [{ context: cause, attributes: { 'shop.link': 'confirms', 'shop.order.id': orderId } }],
  };
  return inSpan('send confirmation', (span) => mailReceipt(orderId, span, log), options); // span: send confirmation
}

async function mailReceipt(orderId: number, span: Span, log: Log): Promise<void> {
  span.addEvent('mail queued', { 'shop.mail.attempt': 1 });
  await pause(10, 20);
  span.addEvent('mail accepted', { 'shop.mail.attempt': 1, 'shop.mail.relay': 'mail.example' });
  log.write('INFO', `confirmed order ${orderId}`);
}
