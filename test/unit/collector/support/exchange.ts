import { connect } from 'node:net';

/** Writes bytes to a socket as they are and gives everything that comes back until the other side closes, or `waitMs` pass. */
export function exchange(port: number, bytes: string | Uint8Array, waitMs = 3000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    const done = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(received);
    };
    const timer = setTimeout(done, waitMs);
    socket.on('data', (part: Buffer) => (received += part.toString('latin1')));
    socket.on('error', done);
    socket.on('close', done);
    socket.write(bytes);
  });
}

/** The status codes of all answers in what {@link exchange} gave. */
export function statusesIn(received: string): readonly number[] {
  return Array.from(received.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status));
}
