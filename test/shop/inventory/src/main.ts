// First, so that node:http is instrumented before anything loads it.
import { telemetry } from './telemetry.ts';
import { Log } from '../../shared/log.ts';
import { runService } from '../../shared/runService.ts';
import { reserveStock } from './reservation.ts';
import { lookUpStock } from './stock.ts';

const log = new Log('inventory');

void runService({
  telemetry,
  log,
  routes: [
    { method: 'GET', path: '/stock/:sku', handle: (sku) => lookUpStock(sku, log) },
    { method: 'POST', path: '/reservations/:order', handle: (orderId) => reserveStock(Number(orderId), log) },
  ],
});
