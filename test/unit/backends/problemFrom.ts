import { Problem } from '../../../src/core/problem.ts';

/** The Problem that the call rejects with; anything else fails the test. */
export async function problemFrom(call: Promise<unknown>): Promise<Problem> {
  try {
    await call;
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
  throw new Error('expected a Problem, got a result');
}
