import { stackFrame, type StackDialect, type StackFrame } from './stackDialect.ts';

/** Pairs of lines: `  3: path::function`, then `             at ./src/x.rs:12:5`. */
export const RUST_STACK: StackDialect = {
  name: 'Rust',
  frames: (lines) => {
    const frames: StackFrame[] = [];
    for (const [index, text] of lines.entries()) {
      const match = /^\s+at (.+\.rs):(\d{1,9})(?::(\d{1,9}))?$/.exec(text);
      const call = /^\s*\d+:\s+(?:0x[0-9a-f]+ - )?(\S.*)$/.exec(lines[index - 1] ?? '');
      const frame = match && stackFrame(match[1], match[2], match[3], call?.[1]?.replace(/::h[0-9a-f]{16}$/, ''));
      if (frame) frames.push(frame);
    }
    return frames;
  },
};
