import { inSpan } from '../../shared/inSpan.ts';
import type { Log } from '../../shared/log.ts';
import { callPaymentProvider } from './payment.ts';
import type { OrderRepository } from './repository.ts';

class RefundError extends Error {
  override readonly name = 'RefundError';
}

export function refundOrder(id: number, repository: OrderRepository, log: Log): Promise<never> {
  return inSpan('refund order', () => payBack(id, repository, log)); // span: refund order
}

async function payBack(id: number, repository: OrderRepository, log: Log): Promise<never> {
  const order = await repository.load(id);
  try {
    return await callPaymentProvider(order);
  } catch (error) {
    log.write('ERROR', `order ${id} was not refunded`);
    throw new RefundError(`order ${id} could not be refunded`, { cause: error });
  }
}
