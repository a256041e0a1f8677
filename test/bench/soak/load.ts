import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { EPOCH_NS, exportJson, jsonBytes, protoBytes, type SpanSpec } from '../../unit/collector/support/payloads.ts';
import { post } from '../../unit/collector/support/post.ts';

interface Shape {
  readonly spans: number;
  readonly encoding: 'protobuf' | 'protobuf+gzip' | 'json';
}

/** In turn: large batches as the Collector sends them, middling ones as SDKs do, single spans as programs without a batcher do. */
const SHAPES: readonly Shape[] = [
  { spans: 512, encoding: 'protobuf+gzip' },
  ...Array.from({ length: 6 }, () => ({ spans: 50, encoding: 'json' }) as const),
  ...Array.from({ length: 10 }, () => ({ spans: 10, encoding: 'protobuf' }) as const),
  ...Array.from({ length: 12 }, () => ({ spans: 1, encoding: 'protobuf' }) as const),
];
const SPANS_A_TRACE = 25;
const SERVICES = 6;
const SITES = 200;
const CONNECTIONS = 16;
/** Beyond this the receiver does not keep up, and the rest of the rate is not sent but counted. */
const MAX_UNDER_WAY = 256;
const TICK_MS = 20;
const TRIES = 20;

/** Sends mixed batches at a rate, each until it is acknowledged. */
export class Load {
  /** Spans. */
  acked = 0;
  sent = 0;
  /** Given up, or refused in a way that no retry mends. */
  failed = 0;
  retries = 0;
  /** That should have been sent by now, but too many were under way. */
  behind = 0;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  readonly #underWay = new Set<Promise<void>>();
  #lastId = 0;
  #turn = 0;

  constructor(port: number) {
    this.#port = port;
  }

  async run(spansPerSecond: number, forMs: number): Promise<void> {
    const startedMs = performance.now();
    for (let elapsedMs = 0; elapsedMs < forMs; elapsedMs = performance.now() - startedMs) {
      const due = Math.floor((spansPerSecond * elapsedMs) / 1000);
      while (this.sent < due && this.#underWay.size < MAX_UNDER_WAY) this.#sendOne();
      this.behind = Math.max(0, due - this.sent);
      await delay(TICK_MS);
    }
    await Promise.all(this.#underWay);
    this.#agent.destroy();
  }

  #sendOne(): void {
    const shape = SHAPES[this.#turn++ % SHAPES.length]!;
    const spans = Array.from({ length: shape.spans }, () => this.#span());
    this.sent += spans.length;
    const json = exportJson({ service: `service${this.#turn % SERVICES}`, spans });
    const body = shape.encoding === 'json' ? jsonBytes(json) : protoBytes(json);
    const sending = this.#deliver(
      shape.encoding === 'protobuf+gzip' ? gzipSync(body) : body,
      {
        'content-type': shape.encoding === 'json' ? 'application/json' : 'application/x-protobuf',
        ...(shape.encoding === 'protobuf+gzip' && { 'content-encoding': 'gzip' }),
      },
      spans.length,
    );
    this.#underWay.add(sending);
    void sending.finally(() => this.#underWay.delete(sending));
  }

  #span(): SpanSpec {
    const id = ++this.#lastId;
    const site = id % SITES;
    return {
      id,
      trace: Math.floor(id / SPANS_A_TRACE),
      ...(id % SPANS_A_TRACE !== 0 && { parent: id - (id % SPANS_A_TRACE) }),
      name: `GET /resource/${site}`,
      startNs: Number(BigInt(Date.now()) * 1_000_000n - EPOCH_NS),
      durationNs: 100_000 + (id % 1000) * 10_000,
      error: id % 97 === 0,
      file: `/app/src/module${site % 20}.ts`,
      line: site,
      functionName: `handler${site}`,
    };
  }

  async #deliver(body: Buffer, headers: Readonly<Record<string, string>>, spans: number): Promise<void> {
    for (let tries = 1; tries <= TRIES; tries++) {
      const status = await post({ port: this.#port, agent: this.#agent, body, headers }).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) {
        this.acked += spans;
        return;
      }
      if (status !== 0 && status !== 429 && status !== 503) break;
      this.retries++;
      await delay(500);
    }
    this.failed += spans;
  }
}
