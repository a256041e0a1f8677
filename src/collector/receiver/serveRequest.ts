import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkRequest } from './checkRequest.ts';
import { corsHeaders, preflightHeaders } from './corsHeaders.ts';
import { CONTENT_TYPES, encodingOfContentType } from './encodingOfContentType.ts';
import { exportBody } from './exportBody.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import { readBody } from './readBody.ts';
import type { ReceiverLimits } from './receiverLimits.ts';
import { refusalOf } from './refusalOf.ts';
import { sendAnswer, type Answer } from './sendAnswer.ts';
import { statusBody } from './statusBody.ts';
import type { TraceSink } from './traceSink.ts';

export interface ServeContext {
  readonly sink: TraceSink;
  readonly limits: ReceiverLimits;
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
  { sink, limits, budget }: ServeContext,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const checked = checkRequest(request);
  if (checked.kind === 'preflight')
    return { status: 204, headers: { ...headers, ...preflightHeaders(request.headers) }, body: new Uint8Array() };
  // A sender that waits to be asked uploads nothing when the checks fail.
  if (request.headers.expect !== undefined) response.writeContinue();
  const { signal, encoding, coding } = checked;
  const body = await readBody(request, coding, limits, budget);
  try {
    const ok = { status: 200, headers: { ...headers, 'Content-Type': CONTENT_TYPES[encoding] } };
    if (signal === 'traces')
      return { ...ok, body: exportBody(encoding, await sink.keep({ encoding, bytes: body.bytes })) };
    sink.countIgnored(signal);
    return { ...ok, body: exportBody(encoding, []) };
  } finally {
    body.release();
  }
}
