import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkRequest } from './checkRequest.ts';
import { corsHeaders, preflightHeaders } from './corsHeaders.ts';
import { CONTENT_TYPES, encodingOfContentType } from './encodingOfContentType.ts';
import { exportBody } from './exportBody.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import { readBody } from './readBody.ts';
import type { ReceiverOptions } from './receiverOptions.ts';
import { refusalOf } from './refusalOf.ts';
import { sendAnswer, type Answer } from './sendAnswer.ts';
import { statusBody } from './statusBody.ts';
import type { TraceSink } from './traceSink.ts';

export interface ServeContext {
  readonly sink: TraceSink;
  readonly options: ReceiverOptions;
  readonly budget: MemoryBudget;
  /** Whether the connection has been given up and counted already, by a timeout. */
  isGivenUp(request: IncomingMessage): boolean;
}

/** Answers one request, whatever it is; never rejects. */
export async function serveRequest(
  request: IncomingMessage,
  response: ServerResponse,
  context: ServeContext,
): Promise<void> {
  // A socket that breaks while we answer is the sender's to notice.
  response.on('error', () => {});
  sendAnswer(request, response, await answerOf(request, response, context));
}

async function answerOf(request: IncomingMessage, response: ServerResponse, context: ServeContext): Promise<Answer> {
  // Our own name lets another window, which finds the port busy, tell by whom.
  const headers = { Server: 'Spanline', ...corsHeaders(request.headers) };
  try {
    return await serve(request, response, context, headers);
  } catch (thrown) {
    const refusal = refusalOf(thrown);
    if (!context.isGivenUp(request)) context.sink.countRefused(refusal.reason);
    const encoding = encodingOfContentType(request.headers['content-type']) ?? 'json';
    return {
      status: refusal.status,
      headers: { ...headers, 'Content-Type': CONTENT_TYPES[encoding], ...refusal.headers },
      body: statusBody(encoding, refusal.status, refusal.message),
    };
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { sink, options, budget }: ServeContext,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const checked = checkRequest(request, options);
  if (checked.kind === 'preflight')
    return { status: 204, headers: { ...headers, ...preflightHeaders(request.headers) }, body: new Uint8Array() };
  // A sender that waits to be asked uploads nothing when the checks fail.
  if (request.headers.expect !== undefined) response.writeContinue();
  const { carries, encoding, coding } = checked;
  const body = await readBody(request, coding, options, budget);
  try {
    const ok = { status: 200, headers: { ...headers, 'Content-Type': CONTENT_TYPES[encoding] } };
    const { bytes } = body;
    switch (carries) {
      case 'traces':
        return { ...ok, body: exportBody(encoding, await sink.keep({ encoding, bytes })) };
      case 'logs':
        return { ...ok, body: exportBody(encoding, await sink.keepLogs({ encoding, bytes }), 'logs') };
      case 'metrics':
        sink.countIgnored(carries);
        return { ...ok, body: exportBody(encoding, []) };
      case 'zipkin':
        // Zipkin answers so, and has no words for spans that it could not keep; the counters have.
        await sink.keep({ encoding: 'zipkin-json', bytes });
        return { status: 202, headers, body: new Uint8Array() };
    }
  } finally {
    body.release();
  }
}
