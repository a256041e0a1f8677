import { basename, dirname } from 'node:path';
import { splitLines, translateLine } from '../core/lineDiff.ts';
import type { Base1 } from '../core/position.ts';
import { REVISION, type GitAccess, type GitAnswer, type GitFolder, type GitMiss } from './git.ts';
import { LruCache } from './lruCache.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/**
 * What became of a line since the code ran. `why` is a clause for people, without a full stop.
 * - `same`: it has the same number and text
 * - `moved`: it has the same text and is `line` now
 * - `changed`: it is not there any more; `line` is the nearest place
 * - `unknown`: nothing can be said; the old number is as good as any
 *
 * `functionChanged`: another line of the function around is not as it was, so the span's times may not be this code's.
 */
export type Drift =
  | { readonly kind: 'same'; readonly functionChanged: boolean }
  | { readonly kind: 'moved'; readonly line: Base1; readonly functionChanged: boolean; readonly why: string }
  | { readonly kind: 'changed'; readonly line: Base1; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

export interface DriftQuestion {
  /** Absolute and without links: where the bytes are. */
  readonly path: string;
  /** A line of the revision. */
  readonly line: Base1;
  /** From `revisionOf`. */
  readonly revision: string;
  /** As it is on screen, saved or not. */
  readonly currentText: string;
  /** The function around the line's new place, in lines of the current text, both included. */
  readonly functionRange?: { readonly firstLine: Base1; readonly lastLine: Base1 };
}

interface OldText {
  readonly text: string;
  /** When the file had another name. */
  readonly oldPath: string | undefined;
}

/** As `splitLines` in UTF-16 units: no longer text is compared. */
const MAX_FILE_BYTES = 2 * 2 ** 20;
const MAX_TEXTS = 50;
const MAX_TEXTS_LENGTH = 16 * 2 ** 20;
/** Revisions never change; what nobody asks for any more need not stay. */
const TEXT_AGE_MS = 30 * 60_000;
/** A fetch may bring a revision, an init a repository. */
const MISS_AGE_MS = 30_000;
const MAX_MISSES = 500;

/**
 * Translates lines of the revision that ran to lines of the text that is on screen now: through commits, edits that are not
 * committed or not saved, and renames. For trusted workspaces only, see {@link GitAccess}.
 */
export class RevisionDrift {
  readonly #git: GitAccess;
  readonly #folders = new LruCache<GitAnswer<GitFolder>>(MAX_MISSES, MISS_AGE_MS);
  readonly #texts = new LruCache<OldText>(MAX_TEXTS, TEXT_AGE_MS);
  readonly #asked = new Map<string, Promise<GitAnswer<OldText>>>();
  readonly #misses = new LruCache<{ readonly reason: GitMiss }>(MAX_MISSES, MISS_AGE_MS);

  constructor(git: GitAccess) {
    this.#git = git;
  }

  /** Rejects with a Problem `cancelled` only. */
  async translate(question: DriftQuestion, signal: AbortSignal): Promise<Drift> {
    const { line, revision, currentText, functionRange } = question;
    if (!REVISION.test(revision)) return { kind: 'unknown', why: 'the span does not name a commit' };
    const old = await this.#oldText(question, signal);
    const name = `revision ${revision.slice(0, 7)}`;
    if (old.state === 'missing') return { kind: 'unknown', why: whyMissing(old.reason, name) };
    const before = splitLines(old.value.text);
    const after = splitLines(currentText);
    if (!before || !after) return { kind: 'unknown', why: 'the file is too large to compare' };
    if (line > before.length)
      return { kind: 'unknown', why: `the file has only ${lineCount(before.length)} in ${name}` };
    const place = translateLine(before, after, line);
    if (!place) return { kind: 'unknown', why: `too much has changed since ${name} to follow the line` };
    if (place.kind === 'changed')
      return { kind: 'changed', line: place.line, why: `this line has changed since ${name}` };
    const functionChanged = functionRange !== undefined && differs(before, after, place.line - line, functionRange);
    if (place.kind === 'same') return { kind: 'same', functionChanged };
    const inOldFile = old.value.oldPath === undefined ? '' : ', in a file with another name,';
    const why = `line ${line} of ${name}${inOldFile} is line ${place.line} now`;
    return { kind: 'moved', line: place.line, functionChanged, why };
  }

  /** Spans of one file ask at once: git is asked once. */
  async #oldText(question: DriftQuestion, signal: AbortSignal): Promise<GitAnswer<OldText>> {
    const key = `${question.revision}\0${question.path}`;
    for (let asked = this.#asked.get(key); asked; asked = this.#asked.get(key)) {
      // Whoever asked first may have lost interest.
      const answer = await asked.catch(() => undefined);
      throwIfCancelled(signal);
      if (answer) return answer;
    }
    const asked = this.#findOldText(question, signal).finally(() => this.#asked.delete(key));
    this.#asked.set(key, asked);
    return asked;
  }

  async #findOldText({ path, revision }: DriftQuestion, signal: AbortSignal): Promise<GitAnswer<OldText>> {
    const folder = await this.#folder(dirname(path), signal);
    if (folder.state === 'missing') return folder;
    const { topLevel, prefix } = folder.value;
    const relativePath = prefix + basename(path);
    const key = [topLevel, revision, relativePath].join('\0');
    const known = this.#texts.get(key);
    if (known) return { state: 'found', value: known };
    const missed = this.#misses.get(key);
    if (missed) return { state: 'missing', reason: missed.reason };
    const answer = await this.#ask(topLevel, revision, relativePath, signal);
    if (answer.state === 'found') this.#keep(key, answer.value);
    else this.#misses.set(key, { reason: answer.reason });
    return answer;
  }

  async #folder(path: string, signal: AbortSignal): Promise<GitAnswer<GitFolder>> {
    const known = this.#folders.get(path);
    if (known) return known;
    const answer = await this.#git.folder(path, signal);
    this.#folders.set(path, answer);
    return answer;
  }

  async #ask(
    topLevel: string,
    revision: string,
    relativePath: string,
    signal: AbortSignal,
  ): Promise<GitAnswer<OldText>> {
    const shown = await this.#git.show(topLevel, revision, relativePath, MAX_FILE_BYTES, signal);
    if (shown.state === 'found') return { state: 'found', value: { text: shown.value, oldPath: undefined } };
    if (shown.reason !== 'no-file') return shown;
    const renamed = await this.#git.renamedFrom(topLevel, revision, relativePath, signal);
    if (renamed.state === 'missing') return renamed;
    const oldPath = renamed.value;
    const old = await this.#git.show(topLevel, revision, oldPath, MAX_FILE_BYTES, signal);
    return old.state === 'found' ? { state: 'found', value: { text: old.value, oldPath } } : old;
  }

  #keep(key: string, text: OldText): void {
    this.#texts.set(key, text);
    let length = 0;
    this.#texts.drop((kept) => {
      length += kept.text.length;
      return false;
    });
    // They come in order of last use.
    this.#texts.drop((kept) => {
      if (length <= MAX_TEXTS_LENGTH) return false;
      length -= kept.text.length;
      return true;
    });
  }
}

function differs(
  before: readonly string[],
  after: readonly string[],
  shift: number,
  range: { readonly firstLine: Base1; readonly lastLine: Base1 },
): boolean {
  const end = Math.min(range.lastLine, after.length);
  for (let at = range.firstLine - 1; at < end; at++) if (before[at - shift] !== after[at]) return true;
  return false;
}

function lineCount(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}

function whyMissing(reason: GitMiss, name: string): string {
  switch (reason) {
    case 'no-git':
      return 'git is not there to ask what ran';
    case 'no-repository':
      return 'the file is in no git repository';
    case 'no-revision':
      return `${name} is not in this repository`;
    case 'no-file':
      return `the file is not in ${name}`;
    case 'not-local':
      return `this partial clone lacks the file's text in ${name}`;
    case 'not-text':
      return `the file is no text in ${name}`;
    case 'too-large':
      return 'the file is too large to compare';
    case 'gave-up':
      return `git took too long to show ${name}`;
  }
}
