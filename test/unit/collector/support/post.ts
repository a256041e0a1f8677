import { request, type Agent } from 'node:http';

export interface Sent {
  readonly port: number;
  readonly body: Uint8Array;
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** Sends a request over a real socket: by default a POST of OTLP JSON. A header of `''` is not sent. */
export function post({ port, body, method, path, host, headers, agent }: Sent): Promise<Answered> {
  const all = { 'content-type': 'application/json', 'content-length': String(body.length), ...headers };
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: host ?? '127.0.0.1',
        port,
        method: method ?? 'POST',
        path: path ?? '/v1/traces',
        headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
        agent: agent ?? false,
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({
            status: response.statusCode!,
            headers: response.headers as Answered['headers'],
            body: Buffer.concat(parts),
          }),
        );
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
