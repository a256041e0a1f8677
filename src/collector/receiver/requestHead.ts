import type { IncomingMessage } from 'node:http';

/** What of a request is known before its body. */
export type RequestHead = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'headersDistinct'>;
