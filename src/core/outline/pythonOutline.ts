import type { Base0 } from '../position.ts';
import type { OutlinedFunction } from './functionOutline.ts';
import { pythonLines } from './pythonLines.ts';
import { typePath } from './typePath.ts';

const DECLARATION = /^(?:async[ \t]+)?(def|class)[ \t]+([\p{L}_][\p{L}\p{N}_]*)/u;

interface Frame {
  readonly indent: number;
  readonly container: string | undefined;
  readonly close: (lastLine: Base0) => void;
}

/** The functions of a Python text, by indentation. */
export function pythonOutline(text: string): readonly OutlinedFunction[] {
  const found: OutlinedFunction[] = [];
  const frames: Frame[] = [];
  let firstDecorator: Base0 | undefined;
  let lastLine = 0 as Base0;
  for (const line of pythonLines(text)) {
    while (frames.length > 0 && frames.at(-1)!.indent >= line.indent) frames.pop()!.close(lastLine);
    lastLine = line.lastLine;
    if (line.start.startsWith('@')) {
      firstDecorator ??= line.firstLine;
      continue;
    }
    const [, keyword, name] = DECLARATION.exec(line.start) ?? [];
    const container = frames.at(-1)?.container;
    if (keyword === 'def') {
      const index = found.length;
      const head = { name: name!, container, nameLine: line.firstLine, firstLine: firstDecorator ?? line.firstLine };
      const close = (lastLine: Base0): void => void (found[index] = { ...head, lastLine });
      close(line.lastLine);
      frames.push({ indent: line.indent, container, close });
    } else if (keyword === 'class') {
      frames.push({ indent: line.indent, container: typePath(container, name!), close: () => {} });
    }
    firstDecorator = undefined;
  }
  for (const frame of frames) frame.close(lastLine);
  return found;
}
