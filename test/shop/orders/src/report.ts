import type { Span } from '@opentelemetry/api';
import { inSpan } from '../../shared/inSpan.ts';
import type { Log } from '../../shared/log.ts';
import { pause } from '../../shared/pause.ts';
import type { OrderRepository } from './repository.ts';

const REGIONS = ['north', 'east', 'south', 'west'];
const PAGE_COUNT = 5;

export interface Report {
  readonly year: number;
  readonly totalEur: number;
}

export function buildReport(year: number, repository: OrderRepository, log: Log): Promise<Report> {
  return inSpan('build report', (span) => collect(year, repository, span, log)); // span: build report
}

async function collect(year: number, repository: OrderRepository, span: Span, log: Log): Promise<Report> {
  const newest = await repository.load(1);
  await aggregateSales();
  const totals = await Promise.all(REGIONS.map((region) => sumRegion(region)));
  const totalEur = totals.reduce((sum, total) => sum + total, 0);
  span.setAttributes({ 'shop.report.year': year, 'shop.order.id': newest.id, 'shop.report.regions_eur': totals });
  log.write('INFO', `built the report of ${year}`);
  return { year, totalEur };
}

/** The slow one: 400 to 850 ms, most of the request. */
function aggregateSales(): Promise<void> {
  return inSpan('aggregate sales', (span) => readPages(span)); // span: aggregate sales
}

async function readPages(span: Span): Promise<void> {
  for (let page = 1; page <= PAGE_COUNT; page++) {
    await pause(80, 170);
    span.addEvent('page read', { 'shop.report.page': page, 'shop.report.rows': 500 });
  }
  span.setAttribute('shop.report.quantiles', [0.5, 0.95, 0.99]);
}

function sumRegion(region: string): Promise<number> {
  return inSpan('sum region', (span) => totalOf(region, span)); // span: sum region
}

async function totalOf(region: string, span: Span): Promise<number> {
  span.setAttribute('shop.region', region);
  await pause(5, 25);
  return region.length * 1000.5;
}
