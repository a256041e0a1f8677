// First, so that node:http is instrumented before anything loads it.
import { telemetry } from './telemetry.ts';
import { Background } from '../../shared/background.ts';
import { Log } from '../../shared/log.ts';
import { runService } from '../../shared/runService.ts';
import { serviceUrl } from '../../shared/serviceUrl.ts';
import { loadCart } from './cart.ts';
import { Checkout } from './checkout.ts';
import { refundOrder } from './refund.ts';
import { buildReport } from './report.ts';
import { OrderRepository } from './repository.ts';

const log = new Log('orders');
const background = new Background();
const repository = new OrderRepository();
const inventoryUrl = serviceUrl('inventory');
const checkout = new Checkout(repository, background, log, inventoryUrl);

void runService({
  telemetry,
  log,
  background,
  routes: [
    { method: 'POST', path: '/orders/:id', handle: (id) => checkout.placeOrder(Number(id)) },
    { method: 'GET', path: '/carts/:id', handle: (id) => loadCart(Number(id), inventoryUrl, log) },
    { method: 'GET', path: '/reports/:year', handle: (year) => buildReport(Number(year), repository, log) },
    { method: 'POST', path: '/refunds/:id', handle: (id) => refundOrder(Number(id), repository, log) },
  ],
});
