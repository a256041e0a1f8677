import type { Span } from '@opentelemetry/api';
import { inSpan } from '../../shared/inSpan.ts';
import type { Log } from '../../shared/log.ts';
import { pause } from '../../shared/pause.ts';
import { type Warehouse, WAREHOUSES } from './warehouses.ts';

export interface Reservation {
  readonly orderId: number;
  readonly warehouse: string;
}

export function reserveStock(orderId: number, log: Log): Promise<Reservation> {
  return inSpan('reserve stock', (span) => reserveNearest(orderId, span, log)); // span: reserve stock
}

/** Asks all warehouses at once and takes the nearest that has stock. */
async function reserveNearest(orderId: number, span: Span, log: Log): Promise<Reservation> {
  const offers = await Promise.all(WAREHOUSES.map(askWarehouse));
  const nearest = WAREHOUSES[offers.indexOf(true)];
  if (!nearest) throw new Error(`no warehouse has stock for order ${orderId}`);
  span.addEvent('warehouse chosen', { 'shop.warehouse': nearest.name, 'shop.warehouse.offers': offers });
  span.setAttribute('shop.order.id', orderId);
  log.write('INFO', `reserved order ${orderId} in ${nearest.name}`);
  return { orderId, warehouse: nearest.name };
}

function askWarehouse(warehouse: Warehouse): Promise<boolean> {
  return inSpan('ask warehouse', (span) => offerOf(warehouse, span)); // span: ask warehouse
}

async function offerOf(warehouse: Warehouse, span: Span): Promise<boolean> {
  span.setAttributes({ 'shop.warehouse': warehouse.name, 'shop.warehouse.distance_km': warehouse.distanceKm });
  await pause(...warehouse.latencyMs);
  return warehouse.hasStock;
}
