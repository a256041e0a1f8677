import fc from 'fast-check';
import { expect } from 'vitest';
import { createCollector } from '../../../src/collector/collector.ts';
import { exportJson, jsonBytes, spanId, traceId } from '../../unit/collector/support/payloads.ts';
import { post } from '../../unit/collector/support/post.ts';

/** What must be so, kept the simplest way. `spans` are keys of trace and span number with the name that tells payloads apart. */
export interface CollectorModel {
  isOn: boolean;
  readonly spans: Set<string>;
  received: number;
  stored: number;
  duplicate: number;
  rejected: number;
  cleared: number;
  refused: number;
}

export const newModel = (): CollectorModel => ({
  isOn: false,
  spans: new Set(),
  received: 0,
  stored: 0,
  duplicate: 0,
  rejected: 0,
  cleared: 0,
  refused: 0,
});

type Calls = ReturnType<typeof createCollector>;

/** A collector that can be ended and begun again over the same directory. */
export class RealCollector {
  readonly #directory: string;
  readonly #signal = new AbortController().signal;
  #calls: Calls;
  port = 0;

  constructor(directory: string) {
    this.#directory = directory;
    this.#calls = createCollector(directory, () => {});
  }

  async start(): Promise<void> {
    const state = await this.#calls.start({ port: this.port }, this.#signal);
    if (state.state !== 'on') throw new Error(JSON.stringify(state));
    this.port = state.port;
  }

  async stop(): Promise<void> {
    expect(await this.#calls.stop(undefined, this.#signal)).toEqual({ state: 'off' });
  }

  async reopen(): Promise<void> {
    await this.close();
    this.#calls = createCollector(this.#directory, () => {});
  }

  async clear(): Promise<void> {
    await this.#calls.clear(undefined, this.#signal);
  }

  async close(): Promise<void> {
    await this.#calls.close(undefined, this.#signal);
  }

  /** The books, and what is there, are the model's. */
  async check(model: CollectorModel): Promise<void> {
    const stats = await this.#calls.stats(undefined, this.#signal);
    const rejected = Object.values(stats.rejected).reduce((sum, count) => sum + count, 0);
    const evicted = Object.values(stats.evicted).reduce((sum, count) => sum + count, 0);
    expect(stats.received).toBe(stats.stored + stats.duplicate + rejected);
    expect({ ...stats, rejected, evicted, refused: stats.refusedRequests['malformed'] ?? 0 }).toMatchObject({
      received: model.received,
      stored: model.stored,
      duplicate: model.duplicate,
      rejected: model.rejected,
      evicted: model.cleared,
      refused: model.refused,
    });
    const listed = await this.#calls.list({ limit: 1000 }, this.#signal);
    const byTrace = Map.groupBy(model.spans, (key) => key.split(' ')[0]!);
    expect(new Map(listed.map((one) => [one.traceId as string, one.spans]))).toEqual(
      new Map(Array.from(byTrace, ([trace, keys]) => [trace, keys.length])),
    );
    expect(stats.stored - evicted).toBe(listed.reduce((sum, { spans }) => sum + spans, 0));
  }
}

type Command = fc.AsyncCommand<CollectorModel, RealCollector>;

abstract class Checked implements Command {
  abstract check(model: Readonly<CollectorModel>): boolean;
  abstract apply(model: CollectorModel, real: RealCollector): Promise<void>;
  abstract toString(): string;

  async run(model: CollectorModel, real: RealCollector): Promise<void> {
    await this.apply(model, real);
    await real.check(model);
  }
}

class Start extends Checked {
  check = (): boolean => true;
  async apply(model: CollectorModel, real: RealCollector): Promise<void> {
    await real.start();
    model.isOn = true;
  }
  toString = (): string => 'start';
}

class Stop extends Checked {
  check = (): boolean => true;
  async apply(model: CollectorModel, real: RealCollector): Promise<void> {
    await real.stop();
    model.isOn = false;
  }
  toString = (): string => 'stop';
}

class Clear extends Checked {
  check = (): boolean => true;
  async apply(model: CollectorModel, real: RealCollector): Promise<void> {
    await real.clear();
    model.cleared += model.spans.size;
    model.spans.clear();
  }
  toString = (): string => 'clear';
}

class Reopen extends Checked {
  check = (): boolean => true;
  async apply(model: CollectorModel, real: RealCollector): Promise<void> {
    await real.reopen();
    model.isOn = false;
  }
  toString = (): string => 'reopen';
}

export interface Sent {
  readonly trace: number;
  readonly id: number;
  readonly name: string;
}

/** Spans, repeats among them; `bad` of them without a trace ID. */
class Post extends Checked {
  readonly #spans: readonly Sent[];
  readonly #bad: number;

  constructor(spans: readonly Sent[], bad: number) {
    super();
    this.#spans = spans;
    this.#bad = bad;
  }

  check = ({ isOn }: Readonly<CollectorModel>): boolean => isOn;

  async apply(model: CollectorModel, { port }: RealCollector): Promise<void> {
    const payload = exportJson({ service: 'shop', spans: this.#spans }) as {
      resourceSpans: [{ scopeSpans: [{ spans: object[] }] }];
    };
    const { spans } = payload.resourceSpans[0].scopeSpans[0];
    for (let i = 0; i < this.#bad; i++) spans.push({ traceId: '', spanId: spanId(i + 1) });
    expect((await post({ port, body: jsonBytes(payload) })).status).toBe(200);
    model.received += spans.length;
    model.rejected += this.#bad;
    for (const { trace, id, name } of this.#spans) {
      const key = `${traceId(trace)} ${id} ${name}`;
      if (model.spans.has(key)) model.duplicate++;
      else {
        model.spans.add(key);
        model.stored++;
      }
    }
  }

  toString = (): string => `post(${JSON.stringify(this.#spans)}, ${this.#bad} bad)`;
}

class PostNonsense extends Checked {
  check = ({ isOn }: Readonly<CollectorModel>): boolean => isOn;
  async apply(model: CollectorModel, { port }: RealCollector): Promise<void> {
    expect((await post({ port, body: Buffer.from('{"resourceSpans":[{"scopeSpans":[{"spans":[{}') })).status).toBe(400);
    model.refused++;
  }
  toString = (): string => 'nonsense';
}

const sent = fc.record({
  trace: fc.integer({ min: 1, max: 3 }),
  id: fc.integer({ min: 1, max: 5 }),
  name: fc.constantFrom('a', 'b'),
});

export const COMMANDS: readonly fc.Arbitrary<Command>[] = [
  fc.constant(new Start()),
  fc.constant(new Stop()),
  fc.constant(new Clear()),
  fc.constant(new Reopen()),
  fc.constant(new PostNonsense()),
  ...[1, 2, 3].map(() =>
    fc.tuple(fc.array(sent, { maxLength: 6 }), fc.nat(2)).map(([spans, bad]): Command => new Post(spans, bad)),
  ),
];
