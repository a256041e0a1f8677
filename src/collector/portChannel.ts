import type { MessagePort, Worker } from 'node:worker_threads';
import type { Channel } from '../core/rpc.ts';

/** A channel over one end of a message port, or over a worker seen from the thread that started it. */
export function portChannel(port: MessagePort | Worker): Channel {
  return {
    post: (message, transfer) => port.postMessage(message, transfer),
    listen: (receive) => port.on('message', receive),
  };
}
