import type { SpanClues } from '../core/spanClues.ts';
import type { PathMapping } from '../core/paths.ts';
import { base1, type Base1 } from '../core/position.ts';
import { clueOf, correctionFor, type Correction } from './correction.ts';
import type { CodePlace, FoundPlace } from './located.ts';
import type { PathGate } from './pathGate.ts';

/** Where corrections are kept between sessions. */
export interface CorrectionMemory {
  read(): readonly Correction[];
  write(corrections: readonly Correction[]): void;
}

/** Source files are smaller. */
const MAX_BYTES = 4 * 2 ** 20;
/** More than anybody makes; the oldest go first. */
const MAX_CORRECTIONS = 500;

/** What the user has put right, asked before anything else is. */
export class Corrections {
  readonly #gate: PathGate;
  readonly #memory: CorrectionMemory;

  constructor(gate: PathGate, memory: CorrectionMemory) {
    this.#gate = gate;
    this.#memory = memory;
  }

  /** The newest last. */
  all(): readonly Correction[] {
    return this.#memory.read();
  }

  mappings(): readonly PathMapping[] {
    return this.all().filter((correction) => correction.kind === 'path');
  }

  /** The place the user chose for spans like this one, if it is still there. */
  async locate(clues: SpanClues): Promise<FoundPlace | undefined> {
    const clue = clueOf(clues);
    const known = this.all().find(
      (correction) => correction.kind === 'place' && correction.service === clues.service && correction.clue === clue,
    );
    if (known?.kind !== 'place') return undefined;
    const answer = await this.#gate.check(known.path);
    if (answer.state !== 'inside') return undefined;
    let text: string;
    try {
      text = new TextDecoder().decode(await this.#gate.read(answer.file, MAX_BYTES));
    } catch {
      // Too large by now, or gone: then it is looked for as if nobody had said anything.
      return undefined;
    }
    const line = nearestLine(text, known.lineText, known.line);
    if (line === undefined) return undefined;
    const reason =
      line === known.line
        ? 'You chose this place for it.'
        : `You chose this place for it, when it was line ${known.line}.`;
    return {
      state: 'found',
      path: answer.file.path,
      line,
      column: undefined,
      confidence: 'exact',
      reason,
      library: false,
      ranLine: undefined,
    };
  }

  /** Takes the place of what was said about the same spans before. */
  remember(clues: SpanClues, place: CodePlace, lineText: string): Correction {
    const correction = correctionFor(clues, place, lineText);
    const others = this.all().filter((other) => !isAboutTheSame(other, correction));
    this.#memory.write([...others, correction].slice(-MAX_CORRECTIONS));
    return correction;
  }

  forget(correction: Correction): void {
    this.#memory.write(this.all().filter((other) => !isAboutTheSame(other, correction)));
  }
}

function isAboutTheSame(a: Correction, b: Correction): boolean {
  if (a.kind === 'path') return b.kind === 'path' && a.from === b.from;
  return b.kind === 'place' && a.service === b.service && a.clue === b.clue;
}

/** Lines above may have come or gone since; an empty line can be any. */
function nearestLine(text: string, wanted: string, line: Base1): Base1 | undefined {
  let best: number | undefined;
  const lines = text.split('\n');
  // Behind the last line break there is no line.
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  for (const [index, each] of lines.entries()) {
    if (each.trim().slice(0, wanted.length || undefined) !== wanted || (wanted === '' && index + 1 !== line)) continue;
    if (best === undefined || Math.abs(index + 1 - line) < Math.abs(best - line)) best = index + 1;
  }
  return best === undefined ? undefined : base1(best);
}
