import { SpanKind } from '@opentelemetry/api';
import { ATTR_DB_OPERATION_NAME, ATTR_DB_QUERY_TEXT, ATTR_DB_SYSTEM_NAME } from '@opentelemetry/semantic-conventions';
import { inSpan } from '../../shared/inSpan.ts';
import { pause } from '../../shared/pause.ts';
import { type Order, sampleOrder } from './order.ts';

const INSERT = 'INSERT INTO orders (id, gift, total)\nVALUES ($1, $2, $3)';
const SELECT = 'SELECT id, gift, total\nFROM orders\nWHERE id = $1';

/** Looks like a database in a trace; there is none behind it. */
export class OrderRepository {
  save(order: Order): Promise<void> {
    return inSpan('save order', () => pause(3, 8), query('INSERT', INSERT, order.id)); // span: save order
  }

  load(id: number): Promise<Order> {
    return inSpan('load order', () => this.#read(id), query('SELECT', SELECT, id)); // span: load order
  }

  async #read(id: number): Promise<Order> {
    await pause(2, 5);
    return sampleOrder(id);
  }
}

function query(operation: string, text: string, orderId: number) {
  return {
    kind: SpanKind.CLIENT,
    attributes: {
      [ATTR_DB_SYSTEM_NAME]: 'postgresql',
      [ATTR_DB_OPERATION_NAME]: operation,
      [ATTR_DB_QUERY_TEXT]: text,
      'shop.order.id': orderId,
    },
  };
}
