import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { FetchedTrace } from '../../../src/backends/backend.ts';
import { lookup, type LookupSource } from '../../../src/backends/lookup.ts';
import { parseTraceId } from '../../../src/core/ids.ts';
import { Problem, type ProblemCode } from '../../../src/core/problem.ts';
import { problemFrom } from './problemFrom.ts';

const ID = parseTraceId('0af7651916cd43dd8448eb211c80319c')!;
const TRACE: FetchedTrace = { format: 'otlp-json', chunks: [] };
const never = new AbortController().signal;

function source(label: string, afterMs: number, outcome: FetchedTrace | ProblemCode): LookupSource {
  return {
    id: label.toLowerCase(),
    label,
    getTrace: async (_traceId, signal) => {
      await sleep(afterMs, undefined, { signal });
      if (typeof outcome === 'string') throw new Problem(outcome, `${label} says ${outcome}.`);
      return outcome;
    },
  };
}

describe('lookup', () => {
  it('resolves with the first hit, then with what the others said in the grace period', async () => {
    const start = performance.now();
    const { hit, answers } = await lookup(
      [
        source('Slow', 5000, TRACE),
        source('Store', 0, 'not-found'),
        source('Quick', 20, TRACE),
        source('Next', 60, TRACE),
      ],
      ID,
      { signal: never, graceMs: 200 },
    );
    expect(hit).toMatchObject({ sourceId: 'quick', label: 'Quick', trace: TRACE });
    expect(performance.now() - start).toBeLessThan(200);
    expect((await answers).map((answer) => [answer.label, answer.state])).toEqual([
      ['Slow', 'unfinished'],
      ['Store', 'not-found'],
      ['Quick', 'found'],
      ['Next', 'found'],
    ]);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('says what every source answered when none has it', async () => {
    const codes: readonly ProblemCode[] = ['not-found', 'unreachable', 'unauthorised', 'busy', 'malformed'];
    const { hit, answers } = await lookup(
      codes.map((code) => source(code, 0, code)),
      ID,
      { signal: never },
    );
    expect(hit).toBeUndefined();
    expect((await answers).map((answer) => [answer.state, answer.sentence])).toEqual([
      ['not-found', 'not-found says not-found.'],
      ['unreachable', 'unreachable says unreachable.'],
      ['unauthorised', 'unauthorised says unauthorised.'],
      ['failed', 'busy says busy.'],
      ['failed', 'malformed says malformed.'],
    ]);
  });

  it('names the source when its message does not, also for strange errors', async () => {
    const broken: LookupSource = {
      id: 'x',
      label: 'Local store',
      getTrace: () => {
        throw new TypeError('boom');
      },
    };
    const { answers } = await lookup([broken], ID, { signal: never });
    expect(await answers).toEqual([
      { sourceId: 'x', label: 'Local store', state: 'failed', sentence: 'Local store: boom' },
    ]);
  });

  it('cancels all, also a source that ignores its signal', async () => {
    const deaf: LookupSource = { id: 'deaf', label: 'Deaf', getTrace: () => new Promise(() => undefined) };
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const call = lookup([deaf, source('Slow', 5000, TRACE)], ID, { signal: controller.signal });
    expect((await problemFrom(call)).code).toBe('cancelled');
  });

  it('has no hit without sources', async () => {
    const { hit, answers } = await lookup([], ID, { signal: never });
    expect(hit).toBeUndefined();
    expect(await answers).toEqual([]);
  });
});
