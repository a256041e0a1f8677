import { lineDialect, stackFrame, type StackFrame } from './stackDialect.ts';

/** `at fn (loc:L:C)`, `at loc:L:C`, `at async fn (…)`, `at new K (…)`; `fn@loc:L:C` of Firefox and Safari. */
export const V8_STACK = lineDialect('JavaScript', (text) => {
  const line = text.trim();
  if (line.startsWith('at ')) return v8Frame(line.slice(3));
  const at = line.indexOf('@');
  return at < 0 || /\s/.test(line.slice(0, at)) ? undefined : placed(line.slice(at + 1), line.slice(0, at));
});

function v8Frame(text: string): StackFrame | undefined {
  const call = text.startsWith('async ') ? text.slice(6) : text;
  // What eval made has no file; `native` and `index 0` have none either.
  if (call.includes('eval at ')) return undefined;
  if (!call.endsWith(')')) return placed(call, undefined);
  const open = call.lastIndexOf(' (');
  return open < 0 ? undefined : placed(call.slice(open + 2, -1), call.slice(0, open));
}

function placed(location: string, functionName: string | undefined): StackFrame | undefined {
  const match = /^(.+):(\d{1,9}):(\d{1,9})$/.exec(location);
  if (!match || match[1]!.startsWith('node:') || match[1]!.startsWith('<')) return undefined;
  return stackFrame(match[1], match[2], match[3], functionName?.replace(/^new /, '').replace(/ \[as [^\]]*\]$/, ''));
}
