import type { Span } from '@opentelemetry/api';
import type { Background } from '../../shared/background.ts';
import { callService } from '../../shared/callService.ts';
import { inSpan } from '../../shared/inSpan.ts';
import type { Log } from '../../shared/log.ts';
import { sendConfirmation } from './confirmation.ts';
import { sampleOrder } from './order.ts';
import { calculatePrice } from './pricing.ts';
import type { OrderRepository } from './repository.ts';

export interface Receipt {
  readonly orderId: number;
  readonly totalEur: number;
}

export class Checkout {
  readonly #repository: OrderRepository;
  readonly #background: Background;
  readonly #log: Log;
  readonly #inventoryUrl: string;

  constructor(repository: OrderRepository, background: Background, log: Log, inventoryUrl: string) {
    this.#repository = repository;
    this.#background = background;
    this.#log = log;
    this.#inventoryUrl = inventoryUrl;
  }

  placeOrder(id: number): Promise<Receipt> {
    return inSpan('place order', (span) => this.#place(id, span)); // span: place order
  }

  async #place(id: number, span: Span): Promise<Receipt> {
    const order = sampleOrder(id);
    span.setAttributes({ 'shop.order.id': id, 'shop.order.gift': order.isGift });
    const totalEur = await calculatePrice(order);
    this.#log.write('INFO', `priced order ${id} at ${totalEur.toFixed(2)} EUR`);
    await callService('POST', `${this.#inventoryUrl}/reservations/${id}`);
    await this.#repository.save(order);
    this.#background.run(sendConfirmation(id, span.spanContext(), this.#log));
    return { orderId: id, totalEur };
  }
}
