import { quoted } from './quoted.ts';

/** What to say of a trace that its server calls partial: too large for it, or filtered there; `reason` is the server's, untrusted. */
export function partialNote(reason: string): string {
  return `The server gave only a part of the trace${reason === '' ? '.' : `: ${quoted(reason)}`}`;
}
