import { Agent, request } from 'node:http';
import { payloadsOf, type Shape } from './payload.ts';

/** What the sender is told. */
export interface Order {
  readonly url: string;
  readonly shape: Shape;
  /** Payloads to encode beforehand; each is sent once at most, so that nothing sent is a repetition. */
  readonly payloads: number;
  readonly durationMs: number;
  /** Sent for so long beforehand, at the same pace: what is acknowledged then counts, how fast does not. */
  readonly warmUpMs: number;
  /** Closed loop when 0: each connection sends its next request on the answer to the last one. */
  readonly spansPerSecond: number;
  readonly connections: number;
  readonly seed: number;
}

export interface Outcome {
  readonly acked: number;
  /** Acknowledged after the warm-up. */
  readonly measured: number;
  readonly refused: number;
  readonly failed: number;
  readonly elapsedMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The payloads ran out before the time did. */
  readonly isShort: boolean;
}

process.once('message', (order: Order) => {
  const payloads = payloadsOf(order.shape, order.payloads, order.seed);
  process.once('message', () => {
    void run(order, payloads).then((outcome) => process.send!(outcome, () => process.exit(0)));
  });
  process.send!('ready');
});

async function run(order: Order, payloads: readonly Uint8Array[]): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.connections });
  let latenciesMs: number[] = [];
  let acked = 0;
  let refused = 0;
  let failed = 0;
  let next = 0;
  let begin = performance.now();
  const sendOne = async (payload: Uint8Array, scheduledMs: number): Promise<void> => {
    const status = await post(order, agent, payload);
    if (status === 200) acked += order.shape.batch;
    else if (status === 0) failed += order.shape.batch;
    else refused += order.shape.batch;
    latenciesMs.push(performance.now() - scheduledMs);
  };
  const closedLoop = async (durationMs: number): Promise<void> => {
    const connection = async (): Promise<void> => {
      while (next < payloads.length && performance.now() - begin < durationMs)
        await sendOne(payloads[next++]!, performance.now());
    };
    await Promise.all(Array.from({ length: order.connections }, connection));
  };
  const openLoop = async (durationMs: number): Promise<void> => {
    const everyMs = (1000 * order.shape.batch) / order.spansPerSecond;
    const underWay: Promise<void>[] = [];
    for (let i = 0; i * everyMs < durationMs && next < payloads.length; i++) {
      const scheduledMs = begin + i * everyMs;
      const waitMs = scheduledMs - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      underWay.push(sendOne(payloads[next++]!, scheduledMs));
    }
    await Promise.all(underWay);
  };
  const loop = order.spansPerSecond === 0 ? closedLoop : openLoop;
  await loop(order.warmUpMs);
  const ackedBefore = acked;
  latenciesMs = [];
  begin = performance.now();
  await loop(order.durationMs);
  const elapsedMs = performance.now() - begin;
  agent.destroy();
  latenciesMs.sort((a, b) => a - b);
  const rank = (percent: number): number => latenciesMs[Math.ceil((percent * latenciesMs.length) / 100) - 1] ?? 0;
  const isShort = next >= payloads.length && elapsedMs < order.durationMs * 0.9;
  return {
    acked,
    measured: acked - ackedBefore,
    refused,
    failed,
    elapsedMs,
    p50Ms: rank(50),
    p99Ms: rank(99),
    isShort,
  };
}

/** The status of the answer; 0 when there is none. */
function post({ url, shape }: Order, agent: Agent, body: Uint8Array): Promise<number> {
  return new Promise((resolve) => {
    const sent = request(
      `${url}/v1/traces`,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': shape.encoding === 'json' ? 'application/json' : 'application/x-protobuf',
          'content-length': body.length,
          ...(shape.encoding === 'pb+gzip' && { 'content-encoding': 'gzip' }),
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sent.on('error', () => resolve(0));
    sent.end(body);
  });
}
