import { Problem } from '../core/problem.ts';
import { errorText } from './errorText.ts';
import { retryAfterMs } from './retryAfter.ts';

/** What is known of an answer that is no success. */
export interface BadStatus {
  /** The backend's name and address for the sentence. */
  readonly who: string;
  readonly status: number;
  /** Without secrets. */
  readonly body: string;
  readonly retryAfter: string | undefined;
  readonly sentCredentials: boolean;
}

/**
 * The Problem of statuses that mean the same for every backend; `undefined` for those that a backend reads itself
 * (404 above all: it may be the answer). The bodies of 401 and 403 are not quoted: they repeat tokens (security.md T24).
 */
export function statusProblem({ who, status, body, retryAfter, sentCredentials }: BadStatus): Problem | undefined {
  if (status === 401 || status === 403)
    return new Problem(
      'unauthorised',
      sentCredentials
        ? `${who} refused the stored credentials (${status}). Enter others for this backend.`
        : `${who} wants credentials (${status}). Enter them for this backend.`,
    );
  if (status === 407)
    return new Problem('unauthorised', `A proxy before ${who} wants credentials (407). Set http.proxy in VS Code.`);
  if (status === 408 || status === 504)
    return new Problem('unreachable', `${who} took too long and gave up (${status}). Try again, or ask for less.`);
  if (status === 429 || (status === 503 && retryAfter !== undefined)) {
    const waitMs = retryAfterMs(retryAfter, Date.now());
    const wait = waitMs === undefined ? 'later' : `in ${Math.ceil(waitMs / 1000)} s`;
    return new Problem('busy', `${who} is overloaded or limits requests (${status}). Try again ${wait}.`);
  }
  // 501 says that this one call does not exist, which a backend may have another way around.
  if (status >= 500 && status !== 501)
    return new Problem('unreachable', `${who} failed (${status})${reason(body)}. Try again; its log says more.`);
  if (status < 200 || status === 204 || status === 206 || (status >= 300 && status < 400))
    return new Problem(
      'malformed',
      `${who} answered with status ${status}, which carries no usable answer. Check the URL.`,
    );
  return undefined;
}

function reason(body: string): string {
  const text = errorText(body);
  return text === '' ? '' : `: ${text}`;
}
