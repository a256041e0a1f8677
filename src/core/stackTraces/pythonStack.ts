import { lineDialect, stackFrame, type StackDialect } from './stackDialect.ts';

/** `  File "path", line N, in func`, the most recent call last; groups put bars before it. */
export const PYTHON_STACK: StackDialect = {
  ...lineDialect('Python', (text) => {
    const match = /^[\s|+]*File "([^"]+)", line (\d{1,9})(?:, in (.+))?$/.exec(text);
    if (!match || match[1]!.startsWith('<')) return undefined;
    return stackFrame(match[1], match[2], undefined, match[3]);
  }),
  innermostLast: true,
};
