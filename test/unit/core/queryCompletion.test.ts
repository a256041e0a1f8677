import fc from 'fast-check';
import { expect, test } from 'vitest';
import { completeQuery, quotedIfNeeded, type CompletionNames } from '../../../src/core/queryCompletion.ts';
import { parseTraceQuery } from '../../../src/core/traceQuery.ts';

const NAMES: CompletionNames = {
  services: async () => ['gateway', 'orders', 'order service'],
  operations: async (service) => (service === 'orders' ? ['POST /orders', 'list'] : []),
  attributeKeys: async () => ['http.route', 'http.request.method'],
  attributeValues: async (key) => (key === 'http.route' ? ['/orders', '/cart items'] : []),
};

/** What is offered at `|`, and the text that taking the first one gives. */
async function at(
  text: string,
  names = NAMES,
): Promise<{ readonly labels: readonly string[]; readonly taken: string }> {
  const caret = text.indexOf('|');
  const plain = text.replace('|', '');
  const offered = await completeQuery(plain, caret, names);
  const first = offered[0];
  const taken = first ? plain.slice(0, first.from) + first.insert + plain.slice(first.to) : plain;
  return { labels: offered.map(({ label }) => label), taken };
}

test.each<[string, readonly string[], string]>([
  ['ser|', ['service:'], 'service:'],
  ['service:ord|', ['orders', 'order service'], 'service:orders'],
  ['service:"order s|', ['order service'], 'service:"order service"'],
  ['service:orders operation:|', ['POST /orders', 'list'], 'service:orders operation:"POST /orders"'],
  ['operation:l| service:orders', ['list'], 'operation:list service:orders'],
  ['kind:s|', ['server', 'consumer'], 'kind:server'],
  ['status:|', ['unset', 'ok', 'error'], 'status:unset'],
  ['last 1|', ['15m', '1h'], 'last 15m'],
  ['error last |', ['5m', '15m', '1h', '6h', '24h', '7d'], 'error last 5m'],
  ['duration>5|', ['500ms', '5s'], 'duration>500ms'],
  ['http.route=/o|', ['/orders'], 'http.route=/orders'],
  ['http.route=|', ['/orders', '/cart items'], 'http.route=/orders'],
  ['-service:gat|', ['gateway'], '-service:gateway'],
  ['rout|', ['http.route'], 'http.route='],
  ['gate|', ['gateway'], 'service:gateway'],
])('%s', async (text, labels, taken) => {
  const offered = await at(text);
  expect(offered.labels.slice(0, labels.length)).toEqual(labels);
  expect(offered.taken).toBe(taken);
});

test('an empty box offers what a search may begin with', async () => {
  expect((await at('|')).labels).toContain('service:');
  expect((await at('error |')).labels).toContain('duration>');
});

test('a server that does not answer leaves the language itself', async () => {
  const failing = async (): Promise<never> => {
    throw new Error('down');
  };
  const names = { services: failing, operations: failing, attributeKeys: failing, attributeValues: failing };
  expect((await at('ser|', names)).labels).toEqual(['service:']);
});

test('a name is read back as it was', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 20 }), (name) => {
      // A backslash at the end would take the closing quote with it, and is no name that anybody has.
      fc.pre(!name.endsWith('\\') && name.trim() !== '');
      const { conditions } = parseTraceQuery(`service:${quotedIfNeeded(name)}`, 0);
      expect(conditions[0]?.term).toMatchObject({ about: 'service', name: { text: name } });
    }),
  );
});

test('never throws, wherever the caret is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 30 }), fc.nat(40), async (text, caret) => {
      for (const { from, to } of await completeQuery(text, Math.min(caret, text.length), NAMES)) {
        expect(from).toBeLessThanOrEqual(to);
        expect(to).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});
