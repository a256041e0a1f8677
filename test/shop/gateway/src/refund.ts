import { callService } from '../../shared/callService.ts';
import { inSpan } from '../../shared/inSpan.ts';
import type { Log } from '../../shared/log.ts';

const ORDER_ID = 13;

export function requestRefund(ordersUrl: string, log: Log): Promise<unknown> {
  return inSpan('request refund', () => askForRefund(ordersUrl, log)); // span: request refund
}

async function askForRefund(ordersUrl: string, log: Log): Promise<unknown> {
  log.write('WARN', `refund of order ${ORDER_ID} requested`);
  return callService('POST', `${ordersUrl}/refunds/${ORDER_ID}`);
}
