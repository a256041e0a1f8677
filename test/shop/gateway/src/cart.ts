import { callService } from '../../shared/callService.ts';
import { inSpan } from '../../shared/inSpan.ts';
import type { Log } from '../../shared/log.ts';

const CART_ID = 7;

export function showCart(ordersUrl: string, log: Log): Promise<unknown> {
  return inSpan('show cart', () => fetchCart(ordersUrl, log)); // span: show cart
}

async function fetchCart(ordersUrl: string, log: Log): Promise<unknown> {
  const cart = await callService('GET', `${ordersUrl}/carts/${CART_ID}`);
  log.write('INFO', `showed cart ${CART_ID}`);
  return cart;
}
