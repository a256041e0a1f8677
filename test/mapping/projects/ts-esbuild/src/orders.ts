import { trace } from '@opentelemetry/api';
import { request } from 'node:http';
import { inSpan } from './tracing';

export interface Order {
  readonly id: string;
  readonly items: readonly string[];
}

export class OutOfStock extends Error {
  constructor(readonly item: string) {
    super(`${item} is out of stock`);
    this.name = 'OutOfStock';
  }
}

export class OrderBook {
  readonly #orders = new Map<string, Order>();

  async place(order: Order): Promise<Order> {
    return inSpan('OrderBook.place', async (span) => {
      span.setAttribute('order.items', order.items.length);
      for (const item of order.items) await this.reserve(item);
      this.#orders.set(order.id, order);
      return order;
    });
  }

  async reserve(item: string): Promise<void> {
    const span = trace.getTracer('orders').startSpan('reserve', { attributes: { item } });
    try {
      if (item === 'unicorn') throw new OutOfStock(item);
    } catch (error) {
      span.recordException(error as Error);
      throw error;
    } finally {
      span.end();
    }
  }

  find(id: string): Order | undefined {
    return trace.getTracer('orders').startActiveSpan('find', (span) => {
      const order = this.#orders.get(id);
      span.end();
      return order;
    });
  }
}

export const ship = async (order: Order): Promise<number> =>
  inSpan('ship', () => {
    return new Promise((resolve, reject) => {
      const call = request({ port: process.env.PORT, path: `/carrier/${order.id}`, method: 'POST' }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      call.on('error', reject);
      call.end();
    });
  });
