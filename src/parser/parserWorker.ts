import { parentPort } from 'node:worker_threads';
import type { ParserApi } from '../core/protocol.ts';
import { Rpc } from '../core/rpc.ts';
import { portChannel } from '../threads/portChannel.ts';
import { SourceMaps } from './sourceMaps.ts';
import { TraceSessions } from './traceSessions.ts';

/** Entry of the parser worker: all untrusted parsing happens here, with no network and no files. */
if (!parentPort) throw new Error('parserWorker runs as a worker thread.');
const traces = new TraceSessions();
const sourceMaps = new SourceMaps();
// oxlint-disable-next-line no-new -- it lives on through the port's listener.
new Rpc<object, ParserApi>(portChannel(parentPort), { ...traces.handlers, ...sourceMaps.handlers });
