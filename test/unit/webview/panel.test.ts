import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HostApi } from '../../../src/core/protocol.ts';
import { type Channel, Rpc } from '../../../src/core/rpc.ts';
import { hostHandlers } from '../../../src/panel/hostHandlers.ts';
import { pageHtml } from '../../../src/panel/html.ts';
import type { WaterfallSource } from '../../../src/panel/waterfallSource.ts';
import { parseWaterfallState } from '../../../src/panel/waterfallSerializer.ts';
import { parseViewState } from '../../../webview/viewState.ts';

/** A source that writes down what reaches it, and the answers to raw messages of a page. */
function host(): { readonly reached: string[]; readonly ask: (method: string, params: unknown) => Promise<unknown> } {
  const reached: string[] = [];
  const note =
    <T>(name: string, answer: T) =>
    (...args: readonly unknown[]): Promise<T> => {
      reached.push(`${name}(${args.join()})`);
      return Promise.resolve(answer);
    };
  const source = {
    start: note('start', {}),
    rows: note('rows', new ArrayBuffer(0)),
    detail: note('detail', {}),
    marks: note('marks', new ArrayBuffer(0)),
    location: note('location', {}),
    openSource: note('openSource', undefined),
    find: note('find', {}),
    openLink: note('openLink', undefined),
    linkedFrom: note('linkedFrom', []),
    logs: note('logs', []),
    openInboundLink: note('openInboundLink', undefined),
    skew: note('skew', {}),
    copy: note('copy', undefined),
    copySpan: note('copySpan', ''),
    exportTrace: note('exportTrace', undefined),
    exportPicture: note('exportPicture', undefined),
    onReplaced: () => ({ dispose: () => undefined }),
  } as unknown as WaterfallSource;
  let receive: (message: unknown) => void = () => undefined;
  let answered: (message: unknown) => void = () => undefined;
  const channel: Channel = { post: (message) => answered(message), listen: (listener) => (receive = listener) };
  // oxlint-disable-next-line no-new -- it lives on through the channel.
  new Rpc<object, HostApi>(channel, hostHandlers(source));
  return {
    reached,
    ask: (method, params) =>
      new Promise((resolve) => {
        answered = resolve;
        receive({ rpc: 'call', id: 1, method, params });
      }),
  };
}

describe('the seam to the page', () => {
  test('good calls pass with what they carry and no more', async () => {
    const { reached, ask } = host();
    await ask('rows', { from: 0, to: 2000 });
    await ask('location', { row: 3, reveal: true, path: '/etc/passwd' });
    await ask('openLink', { row: 3, link: 1 });
    await ask('find', { text: 'a' });
    await ask('copySpan', { row: 3, as: 'link' });
    await ask('exportTrace', { format: 'otlp-json', mask: false });
    await ask('exportTrace', { format: 'jaeger-json', mask: 0 });
    await ask('exportPicture', { svg: '<svg/>' });
    await ask('openInboundLink', { row: 3, index: 2 });
    expect(reached).toEqual([
      'rows(0,2000)',
      'location(3,true)',
      'openLink(3,1)',
      'find(a)',
      'copySpan(3,link)',
      'exportTrace(otlp-json,false)',
      'exportTrace(jaeger-json,true)',
      'exportPicture(<svg/>)',
      'openInboundLink(3,2)',
    ]);
  });

  test.each([
    ['rows', { from: 0, to: 1e9 }],
    ['rows', { from: 5, to: 1 }],
    ['rows', { from: -1, to: 1 }],
    ['marks', { from: 0, to: 10_001 }],
    ['marks', { from: 5, to: 1 }],
    ['detail', { row: 1.5 }],
    ['detail', { row: '1' }],
    ['detail', undefined],
    ['openSource', { row: Number.NaN }],
    ['openSource', { path: '/etc/passwd' }],
    ['find', { text: { toString: 1 } }],
    ['find', { text: 'x'.repeat(1001) }],
    ['copySpan', { row: 3, as: 'html' }],
    ['copySpan', { row: 3, as: ['json'] }],
    ['exportTrace', { format: '../x', mask: true }],
    ['exportTrace', { format: 'otlp-json' }],
    ['exportPicture', { svg: '<svg><script/></svg>' }],
    ['exportPicture', { svg: `<svg>${'x'.repeat(20_000_000)}</svg>` }],
    ['openInboundLink', { row: 3, index: -1 }],
    ['executeCommand', { id: 'workbench.action.terminal.new' }],
    ['constructor', {}],
    ['toString', {}],
  ])('%s with %j is refused', async (method, params) => {
    const { reached, ask } = host();
    expect(await ask(method, params)).toMatchObject({ outcome: { err: { code: expect.any(String) as string } } });
    expect(reached).toEqual([]);
  });

  test('no parameters of any shape reach the source unchecked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('rows', 'detail', 'openSource', 'openLink'),
        fc.anything(),
        async (method, params) => {
          const { reached, ask } = host();
          await ask(method, params);
          expect(reached.every((call) => /^\w+\(\d+(,\d+)?\)$/.test(call))).toBe(true);
        },
      ),
    );
  });
});

test('the page’s policy lets nothing in but our own files', () => {
  const html = pageHtml({
    title: 'a <b> page',
    nonce: 'n0',
    cspSource: 'https://csp',
    scriptUri: 'https://csp/a"b.js',
    styleUri: 's',
  });
  expect(html).toContain('<title>a &lt;b&gt; page</title>');
  const csp = /Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!;
  expect(csp).toBe(
    "default-src 'none'; script-src 'nonce-n0'; style-src https://csp 'nonce-n0'; img-src https://csp; font-src https://csp; " +
      "connect-src 'none'; frame-src 'none'; form-action 'none'; base-uri 'none'",
  );
  expect(html).toContain('src="https://csp/a&quot;b.js"');
  expect(html).toContain('<meta property="csp-nonce" content="n0">');
});

test('states of any shape are read or dropped, never thrown on', () => {
  fc.assert(
    fc.property(fc.anything(), (raw) => {
      parseViewState(raw);
      parseWaterfallState(raw);
    }),
  );
  const state = { version: 1, traceId: 'AB', source: 's', collapsed: [1, 'x', 2.5, 7], zoom: { fromNs: 5, toNs: 1 } };
  expect(parseViewState(state)).toMatchObject({ collapsed: [1, 7], zoom: undefined, selectedRow: -1 });
  expect(parseWaterfallState(state)?.traceId).toBe('ab'.padStart(32, '0'));
  expect(parseWaterfallState({ traceId: '../../etc' })).toBeUndefined();
});
