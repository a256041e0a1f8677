import { tracer } from '../../shared/tracer.ts';

/** Synchronous, and so without inSpan: the plain way to make a span by hand. */
export function validateBasket(itemCount: number): void {
  const span = tracer.startSpan('validate basket'); // span: validate basket
  span.setAttributes({ 'shop.basket.items': itemCount, 'shop.basket.fill': itemCount / 20 });
  span.addEvent('basket valid');
  span.end();
}
