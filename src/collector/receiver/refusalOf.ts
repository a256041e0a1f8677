import { problemOf } from '../../core/problem.ts';
import { Refusal } from './refusal.ts';

/** Anything thrown while a request was served as the answer it gets. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  const problem = problemOf(thrown);
  switch (problem.code) {
    case 'malformed':
    case 'unsupported':
      return new Refusal(400, 'malformed', problem.message, {}, { cause: thrown });
    case 'too-many':
      return new Refusal(413, 'too-many-spans', problem.message, {}, { cause: thrown });
    case 'too-large':
      return new Refusal(413, 'too-large', problem.message, {}, { cause: thrown });
    default:
      // Not retryable in OTLP: what fails here by a defect of ours would fail again.
      return new Refusal(500, 'internal', 'The receiver failed to keep this payload.', {}, { cause: thrown });
  }
}
