import fc from 'fast-check';
import { expect, it } from 'vitest';
import { namesTrace } from '../../../src/backends/namesTrace.ts';
import { parseTraceId } from '../../../src/core/ids.ts';

const ID = parseTraceId('0af7651916cd43dd8448eb211c80319c')!;

function bytesOf(text: string): ArrayBuffer {
  return new TextEncoder().encode(text).buffer;
}

it.each([
  [`{"traceID":"${ID}"}`, true],
  [`{"traceID":"${ID.slice(1)}"}`, true],
  [`{"traceId":"${ID.toUpperCase()}"}`, true],
  ['{"traceId":"CvdlGRbNQ92ESOshHIAxnA=="}', true],
  [`{"traceId":"${ID.replace('c', 'd')}"}`, false],
  ['', false],
])('%s', async (text, expected) => {
  expect(await namesTrace(bytesOf(text), ID)).toBe(expected);
});

it('finds the ID wherever slices meet', async () => {
  const slice = 4 * 1_048_576;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: slice - 40, max: slice + 40 }), async (at) => {
      const text = Buffer.alloc(2 * slice, ' ');
      text.write(ID, at);
      expect(await namesTrace(text.buffer, ID)).toBe(true);
    }),
    { numRuns: 20 },
  );
});
