import { expect, test } from 'vitest';
import { makesSpan } from '../../../src/core/sourceText/makesSpan.ts';

test.each([
  ["tracer.startActiveSpan('load', (span) => {})", true],
  ['with tracer.start_as_current_span("load"):', true],
  ['ctx, span := tracer.Start(ctx, "load")', true],
  ['@WithSpan\npublic void load() {}', true],
  ['#[tracing::instrument]\nfn load() {}', true],
  ['using var activity = Source.StartActivity("load");', true],
  ['span.end();', false],
  ['server.Start()', false],
])('%s: %s', (code, expected) => {
  expect(makesSpan(code)).toBe(expected);
});
