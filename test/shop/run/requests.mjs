import { setTimeout as wait } from 'node:timers/promises';

export const ENDPOINTS = ['/checkout', '/report', '/refund', '/cart'];

/** Mostly the normal path, as in a real shop. */
const ROUND = ['/checkout', '/cart', '/checkout', '/report', '/checkout', '/refund'];
const PACE_MS = 1000;

/** Asks the gateway once; its `traceresponse` header says which trace the request became. */
export async function ask(gatewayUrl, endpoint) {
  const response = await fetch(gatewayUrl + endpoint);
  await response.arrayBuffer();
  const [, traceId, rootSpanId] = (response.headers.get('traceresponse') ?? '').split('-');
  return { endpoint, status: response.status, traceId, rootSpanId };
}

/** About one request a second until the signal aborts; a request under way is finished first. */
export async function keepAsking(gatewayUrl, signal) {
  for (let i = 0; !signal.aborted; i++) {
    await ask(gatewayUrl, ROUND[i % ROUND.length]);
    await pauseUnlessAborted(signal);
  }
}

async function pauseUnlessAborted(signal) {
  try {
    await wait(PACE_MS, undefined, { signal });
  } catch {
    // Aborted: the loop sees the signal.
  }
}
