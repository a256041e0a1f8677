import type { Span } from '@opentelemetry/api';
import { callService } from '../../shared/callService.ts';
import { inSpan } from '../../shared/inSpan.ts';
import type { Log } from '../../shared/log.ts';
import { validateBasket } from './basket.ts';

const FIRST_ORDER_ID = 42;

export class Checkout {
  readonly #ordersUrl: string;
  readonly #log: Log;
  #nextOrderId = FIRST_ORDER_ID;

  constructor(ordersUrl: string, log: Log) {
    this.#ordersUrl = ordersUrl;
    this.#log = log;
  }

  checkOut(): Promise<unknown> {
    return inSpan('check out', (span) => this.#order(this.#nextOrderId++, span)); // span: check out
  }

  async #order(id: number, span: Span): Promise<unknown> {
    span.setAttributes({ 'shop.order.id': id, 'shop.customer.known': true });
    validateBasket(3);
    const receipt = await callService('POST', `${this.#ordersUrl}/orders/${id}`);
    this.#log.write('INFO', `checked out order ${id}`);
    return receipt;
  }
}
