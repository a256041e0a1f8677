import { callService } from '../../shared/callService.ts';
import { inSpan } from '../../shared/inSpan.ts';
import type { Log } from '../../shared/log.ts';

const YEAR = 2026;

export function fetchReport(ordersUrl: string, log: Log): Promise<unknown> {
  return inSpan('fetch report', () => askForYear(ordersUrl, log)); // span: fetch report
}

async function askForYear(ordersUrl: string, log: Log): Promise<unknown> {
  log.write('INFO', `asking for the report of ${YEAR}`);
  return callService('GET', `${ordersUrl}/reports/${YEAR}`);
}
