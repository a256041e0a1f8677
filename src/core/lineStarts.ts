import { toBase1, type Base0, type Base1 } from './position.ts';

/** Where the lines of a text start, in UTF-16 units. A text has at least one line. */
export class LineStarts {
  readonly starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  get lastLine(): Base0 {
    return (this.starts.length - 1) as Base0;
  }

  lineOf(offset: number): Base0 {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low as Base0;
  }

  lineNumberOf(offset: number): Base1 {
    return toBase1(this.lineOf(offset));
  }
}
