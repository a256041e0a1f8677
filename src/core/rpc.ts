import { Problem, problemOf, type ProblemCode } from './problem.ts';

/** One end of a pair that carries structured messages in order: a MessagePort, a worker, a webview. */
export interface Channel {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  listen(receive: (message: unknown) => void): void;
}

type Method = (params: never) => unknown;
type Api<T> = { readonly [K in keyof T]: T[K] extends Method ? T[K] : never };
type Params<F> = F extends () => unknown ? undefined : F extends (params: infer P) => unknown ? P : never;
type Result<F> = F extends (...args: never[]) => infer R ? Awaited<R> : never;

/** Handlers for an API: each may be asynchronous, gets a signal that aborts when the caller gives up. */
export type Handlers<T extends Api<T>> = {
  readonly [K in keyof T]: (params: Params<T[K]>, signal: AbortSignal) => Result<T[K]> | Promise<Result<T[K]>>;
};

interface Call {
  readonly rpc: 'call';
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}
interface Cancel {
  readonly rpc: 'cancel';
  readonly id: number;
}
interface Reply {
  readonly rpc: 'reply';
  readonly id: number;
  readonly outcome:
    | { readonly ok: unknown }
    | { readonly err: { readonly code: ProblemCode; readonly message: string } };
}
interface Tell {
  readonly rpc: 'tell';
  readonly event: string;
  readonly data: unknown;
}
type Message = Call | Cancel | Reply | Tell;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (problem: Problem) => void;
}

/**
 * Typed calls over a channel, both ways: `Remote` is what the other end answers, `Local` what this end does,
 * `Tells` the events this end may receive. Failures cross as Problems; a handler that throws always rejects the caller.
 * Results that are ArrayBuffers, or arrays or objects holding them one level down, are transferred.
 */
export class Rpc<Remote extends Api<Remote>, Local extends Api<Local>, Tells extends object = object> {
  readonly #channel: Channel;
  readonly #handlers: Handlers<Local>;
  readonly #pending = new Map<number, Pending>();
  readonly #running = new Map<number, AbortController>();
  readonly #listeners = new Map<string, ((data: never) => void)[]>();
  #lastId = 0;
  #closed: Problem | undefined;

  constructor(channel: Channel, handlers: Handlers<Local>) {
    this.#channel = channel;
    this.#handlers = handlers;
    channel.listen((message) => this.#receive(message));
  }

  /** Calls the other end. Rejects with a {@link Problem}; aborting the signal rejects with `cancelled` and tells the other end. */
  call<K extends keyof Remote & string>(
    method: K,
    ...[params, signal]: undefined extends Params<Remote[K]>
      ? [params?: undefined, signal?: AbortSignal]
      : [params: Params<Remote[K]>, signal?: AbortSignal]
  ): Promise<Result<Remote[K]>> {
    if (this.#closed) return Promise.reject(this.#closed);
    if (signal?.aborted) return Promise.reject(new Problem('cancelled', 'Cancelled.'));
    const id = ++this.#lastId;
    return new Promise<Result<Remote[K]>>((resolve, reject) => {
      const cancel = (): void => {
        this.#pending.delete(id);
        this.#post({ rpc: 'cancel', id });
        reject(new Problem('cancelled', 'Cancelled.'));
      };
      signal?.addEventListener('abort', cancel, { once: true });
      const settle = (): void => signal?.removeEventListener('abort', cancel);
      this.#pending.set(id, {
        resolve: (value) => (settle(), resolve(value as Result<Remote[K]>)),
        reject: (problem) => (settle(), reject(problem)),
      });
      this.#post({ rpc: 'call', id, method, params });
    });
  }

  /** Sends an event that nobody answers. */
  tell(event: string, data: unknown): void {
    this.#post({ rpc: 'tell', event, data });
  }

  on<E extends keyof Tells & string>(event: E, listener: (data: Tells[E]) => void): void {
    const listeners = this.#listeners.get(event) ?? [];
    listeners.push(listener);
    this.#listeners.set(event, listeners);
  }

  /** Rejects what is under way and all later calls with `why`: the other end is gone. */
  close(why: Problem): void {
    this.#closed = why;
    for (const pending of this.#pending.values()) pending.reject(why);
    this.#pending.clear();
    for (const controller of this.#running.values()) controller.abort();
  }

  #post(message: Message, transfer: readonly ArrayBuffer[] = []): void {
    if (!this.#closed) this.#channel.post(message, transfer);
  }

  #receive(raw: unknown): void {
    if (!isMessage(raw)) return;
    switch (raw.rpc) {
      case 'call':
        void this.#answer(raw);
        return;
      case 'cancel':
        this.#running.get(raw.id)?.abort();
        return;
      case 'reply': {
        const pending = this.#pending.get(raw.id);
        this.#pending.delete(raw.id);
        // A channel of JSON drops an undefined `ok`: what is no failure is a success.
        if ('err' in raw.outcome) pending?.reject(new Problem(raw.outcome.err.code, raw.outcome.err.message));
        else pending?.resolve(raw.outcome.ok);
        return;
      }
      case 'tell':
        for (const listener of this.#listeners.get(raw.event) ?? []) listener(raw.data as never);
    }
  }

  async #answer(call: Call): Promise<void> {
    const controller = new AbortController();
    this.#running.set(call.id, controller);
    try {
      if (!Object.hasOwn(this.#handlers, call.method))
        throw new Problem('unsupported', `There is no call ${call.method}.`);
      const handler = this.#handlers[call.method as keyof Local] as (params: unknown, signal: AbortSignal) => unknown;
      const ok = await handler(call.params, controller.signal);
      this.#post({ rpc: 'reply', id: call.id, outcome: { ok } }, buffersIn(ok));
    } catch (thrown) {
      const { code, message } = problemOf(thrown);
      this.#post({ rpc: 'reply', id: call.id, outcome: { err: { code, message } } });
    } finally {
      this.#running.delete(call.id);
    }
  }
}

function isMessage(raw: unknown): raw is Message {
  if (typeof raw !== 'object' || raw === null || !('rpc' in raw)) return false;
  switch (raw.rpc) {
    case 'call':
      return 'id' in raw && typeof raw.id === 'number' && 'method' in raw && typeof raw.method === 'string';
    case 'cancel':
      return 'id' in raw && typeof raw.id === 'number';
    case 'reply':
      return 'id' in raw && typeof raw.id === 'number' && 'outcome' in raw && isOutcome(raw.outcome);
    case 'tell':
      return 'event' in raw && typeof raw.event === 'string';
    default:
      return false;
  }
}

function isOutcome(raw: unknown): raw is Reply['outcome'] {
  if (typeof raw !== 'object' || raw === null) return false;
  return !('err' in raw) || (typeof raw.err === 'object' && raw.err !== null);
}

function buffersIn(value: unknown): readonly ArrayBuffer[] {
  if (value instanceof ArrayBuffer) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).filter((part) => part instanceof ArrayBuffer);
}
