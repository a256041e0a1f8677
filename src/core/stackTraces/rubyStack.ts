import { lineDialect, stackFrame } from './stackDialect.ts';

/** ``file.rb:12:in `method'`` up to 3.3, `in 'Klass#method'` since; `from ` and a number may stand before it, colours around it. */
export const RUBY_STACK = lineDialect('Ruby', (text) => {
  const plain = text.replaceAll(/\u001B\[[0-9;]{0,20}m/g, '');
  const match = /^\s*(?:\d+: )?(?:from )?([^\s:][^:]*\.(?:rb|erb|rake)):(\d{1,9})(?::in [`']([^']+)')?/.exec(plain);
  return match ? stackFrame(match[1], match[2], undefined, match[3]) : undefined;
});
