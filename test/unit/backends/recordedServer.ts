import { readFileSync } from 'node:fs';
import path from 'node:path';
import { scriptedServer, type ScriptedServer } from './scriptedServer.ts';

interface RecordedAnswer {
  readonly file: string;
  readonly request: string;
  readonly status: number;
  readonly contentType?: string;
}

export const RECORDED = path.join(import.meta.dirname, '../../fixtures/backends');

export function recordedAnswers(server: string): readonly RecordedAnswer[] {
  const index = JSON.parse(readFileSync(path.join(RECORDED, server, 'index.json'), 'utf8')) as {
    readonly answers: readonly RecordedAnswer[];
  };
  return index.answers;
}

/** A server that gives what the real one of that name gave (test/support/servers/captureAnswers.ts), by path alone; the first answer counts. */
export async function recordedServer(server: string): Promise<ScriptedServer> {
  const answers = recordedAnswers(server);
  return scriptedServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://x');
    const answer = answers.find((one) => new URL(one.request.slice('GET '.length), 'http://x').pathname === pathname);
    if (!answer) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
      return;
    }
    const type = answer.contentType ?? 'application/octet-stream';
    response.writeHead(answer.status, { 'content-type': type });
    response.end(readFileSync(path.join(RECORDED, server, answer.file)));
  });
}
