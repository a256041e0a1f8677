import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { post } from '../../unit/collector/support/post.ts';
import type { Fate, Ledger, LedgerBatch } from './ledger.ts';

export interface SenderOptions {
  readonly port: number;
  readonly ledger: Ledger;
  readonly sender: number;
  /** Ends it after the request under way. */
  readonly signal: AbortSignal;
  /** Between two batches; 0 sends as fast as they are answered. */
  readonly pauseMs?: number;
  /** Ends it at the first broken connection instead of trying again. */
  readonly untilBroken?: boolean;
  readonly onAnswer?: (fate: Fate, status: number | undefined) => void;
}

/** Longer than a store waits for another window's lock (5 s). */
const ANSWER_MS = 10_000;
const RETRY_MS = 20;

/** Sends batch after batch over one connection, each until it is acknowledged, and notes what became of it. */
export async function runSender(options: SenderOptions): Promise<void> {
  const { port, ledger, sender, signal, pauseMs = 0, untilBroken = false, onAnswer } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let batch: LedgerBatch | undefined;
  try {
    while (!signal.aborted) {
      batch ??= ledger.next(sender);
      const status = await send(port, agent, batch);
      onAnswer?.(batch.fate, status);
      if (batch.fate === 'acked') batch = undefined;
      else if (batch.fate === 'unknown' && untilBroken) return;
      else await delay(RETRY_MS);
      if (pauseMs > 0) await delay(pauseMs);
    }
  } finally {
    if (batch) ledger.leave(batch);
    agent.destroy();
  }
}

async function send(port: number, agent: Agent, batch: LedgerBatch): Promise<number | undefined> {
  const headers = { 'content-type': 'application/x-protobuf' };
  try {
    const answer = await Promise.race([
      post({ port, agent, body: batch.body, headers }),
      delay(ANSWER_MS, undefined, { ref: false }).then(() => Promise.reject(new Error('no answer'))),
    ]);
    // Refused after the connection broke once is still unknown: the first try may have been kept.
    if (answer.status === 200) batch.fate = 'acked';
    else if (batch.fate !== 'unknown') batch.fate = 'refused';
    return answer.status;
  } catch {
    batch.fate = 'unknown';
    return undefined;
  }
}
