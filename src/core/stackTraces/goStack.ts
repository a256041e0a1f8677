import { stackFrame, type StackDialect, type StackFrame } from './stackDialect.ts';

/** Pairs of lines: `pkg.(*T).Method(0x…)`, then a tab and `/path/file.go:12 +0x1d`. */
export const GO_STACK: StackDialect = {
  name: 'Go',
  frames: (lines) => {
    const frames: StackFrame[] = [];
    for (const [index, text] of lines.entries()) {
      const match = /^\s+(.+\.(?:go|s)):(\d{1,9})(?: \+0x[0-9a-f]+)?$/.exec(text);
      const call = lines[index - 1] ?? '';
      const frame = match && stackFrame(match[1], match[2], undefined, functionOf(call));
      if (frame) frames.push(frame);
    }
    return frames;
  },
};

/** Without arguments: the last parenthesis opens them, also behind `(*T)`. */
function functionOf(call: string): string {
  const name = call
    .trim()
    .replace(/^created by /, '')
    .replace(/ in goroutine \d+$/, '');
  return name.endsWith(')') ? name.slice(0, name.lastIndexOf('(')) : name;
}
