import fc from 'fast-check';
import { anyBytes, DECODINGS } from './decodings.ts';

export interface Crash {
  readonly decoding: string;
  readonly seed: number;
  readonly bytes: Uint8Array;
  readonly why: string;
}

type Decode = (name: string, bytes: Uint8Array) => void;

/** One round: every decoder for `ms` with a seed of its own. Gives the smallest input of each failure. */
export function fuzzRound(
  seed: number,
  ms: number,
  decode: Decode,
): { readonly runs: number; readonly crashes: readonly Crash[] } {
  let runs = 0;
  const crashes: Crash[] = [];
  for (const decoding of Object.keys(DECODINGS)) {
    const details = fc.check(
      fc.property(anyBytes, (bytes) => decode(decoding, bytes)),
      { seed, numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: ms, markInterruptAsFailure: false },
    );
    runs += details.numRuns;
    if (details.counterexample) {
      const { counterexample, errorInstance } = details;
      const why =
        errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
      crashes.push({ decoding, seed, bytes: counterexample[0], why });
    }
  }
  return { runs, crashes };
}
