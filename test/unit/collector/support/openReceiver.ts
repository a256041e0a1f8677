import { onTestFinished } from 'vitest';
import { Receiver } from '../../../../src/collector/receiver/receiver.ts';
import { RECEIVER_DEFAULTS } from '../../../../src/collector/receiver/receiverLimits.ts';
import type { ReceiverOptions } from '../../../../src/collector/receiver/receiverOptions.ts';
import type { TraceSink } from '../../../../src/collector/receiver/traceSink.ts';

/** An HTTP receiver on a free port, stopped with the test; gives the port. */
export async function openReceiver(sink: TraceSink, options: Partial<ReceiverOptions> = {}): Promise<number> {
  const receiver = new Receiver(sink, { ...RECEIVER_DEFAULTS, ...options }, () => {});
  onTestFinished(async () => void (await receiver.stop()));
  const state = await receiver.start(0);
  if (state.state !== 'on') throw new Error(JSON.stringify(state));
  return state.port;
}
