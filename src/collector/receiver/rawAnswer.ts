import { STATUS_CODES } from 'node:http';
import { statusBody } from './statusBody.ts';

/** An answer for a connection that Node has no response object for. */
export function rawAnswer(status: number, message: string, headers = ''): string {
  const body = Buffer.from(statusBody('json', status, message)).toString();
  return (
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`
  );
}
