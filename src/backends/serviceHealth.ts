import type { BackendHealth } from './backend.ts';

/** The result of a connection test that asked for the list of services. */
export function serviceHealth(who: string, api: string, services: readonly string[]): BackendHealth {
  const count = services.length;
  const found = count === 0 ? 'no services yet' : count === 1 ? '1 service' : `${count} services`;
  return { api, sentence: `${who} answers with ${api} and has ${found}.` };
}
