// First, so that node:http is instrumented before anything loads it.
import { telemetry } from './telemetry.ts';
import { Log } from '../../shared/log.ts';
import { runService } from '../../shared/runService.ts';
import { serviceUrl } from '../../shared/serviceUrl.ts';
import { showCart } from './cart.ts';
import { Checkout } from './checkout.ts';
import { requestRefund } from './refund.ts';
import { fetchReport } from './report.ts';

const log = new Log('gateway');
const ordersUrl = serviceUrl('orders');
const checkout = new Checkout(ordersUrl, log);

void runService({
  telemetry,
  log,
  routes: [
    { method: 'GET', path: '/checkout', handle: () => checkout.checkOut() },
    { method: 'GET', path: '/report', handle: () => fetchReport(ordersUrl, log) },
    { method: 'GET', path: '/refund', handle: () => requestRefund(ordersUrl, log) },
    { method: 'GET', path: '/cart', handle: () => showCart(ordersUrl, log) },
  ],
});
