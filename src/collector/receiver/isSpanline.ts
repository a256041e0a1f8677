import { get } from 'node:http';

const ANSWER_MS = 500;

/** Whether a Spanline receiver answers on a loopback port: another window's, or one about to end after a reload. */
export function isSpanline(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, timeout: ANSWER_MS, agent: false }, (response) => {
      resolve(response.headers['server'] === 'Spanline');
      response.destroy();
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.on('close', () => resolve(false));
  });
}
