import { Problem } from '../problem.ts';
import { JsonReader } from './jsonReader.ts';
import type { DecodeLimits } from './limits.ts';
import { OTLP_JSON_ALIASES } from './otlpJsonAliases.ts';
import { OtlpJsonDocument } from './otlpJsonDocument.ts';
import { partialNote } from './partialNote.ts';
import type { Payloads } from './payloads.ts';
import { quoted } from './quoted.ts';
import { Rejections } from './rejections.ts';

const NEWLINE = 0x0a;
const BRACE_OPEN = 0x7b;

/**
 * OTLP JSON of any dialect as OTLP protobuf, one document after another: the Collector's file format (one a line, signals mixed, the last
 * one cut where the writer was stopped), a stream of answers, or a single document. Line ends are not needed between them, and may be
 * within. A document that is broken is counted and the others are kept; throws only when there is none.
 */
export function otlpJsonDocumentsToProto(text: Uint8Array, limits: DecodeLimits): Payloads {
  return new Documents(text, limits).run();
}

class Documents {
  readonly #text: Uint8Array;
  readonly #limits: DecodeLimits;
  readonly #payloads: Uint8Array[] = [];
  readonly #rejections = new Rejections();
  /** Sentences; the same one is said once. */
  readonly #notes = new Set<string>();
  #documents = 0;
  #received = 0;
  #logs = 0;
  #metrics = 0;
  #broken = 0;
  #lastBroken = false;
  #firstProblem: Problem | undefined;
  /** Bytes read by attempts that came to nothing: bounded, so that the whole stays linear. */
  #wasted = 0;
  /** Whether the attempt that failed last came to the end of what it was given. */
  #cut = false;
  #lastLineEnd = -1;

  constructor(text: Uint8Array, limits: DecodeLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  run(): Payloads {
    for (let at = this.#skipBlank(0); at < this.#text.length; at = this.#skipBlank(at)) at = this.#next(at);
    if (this.#documents === 0)
      throw this.#firstProblem ?? new Problem('malformed', this.#broken > 0 ? 'The JSON is broken.' : 'It is empty.');
    const others = [this.#logs > 0 ? 'logs' : '', this.#metrics > 0 ? 'metrics' : ''].filter((signal) => signal !== '');
    if (this.#documents === this.#logs + this.#metrics && others.length > 0)
      throw new Problem('unsupported', `It holds OTLP ${others.join(' and ')}, but no traces.`);
    if (this.#logs > 0) this.#notes.add(`Logs were left out: ${count(this.#logs, 'document')}.`);
    if (this.#metrics > 0) this.#notes.add(`Metrics were left out: ${count(this.#metrics, 'document')}.`);
    if (this.#broken > 0) this.#notes.add(this.#brokenNote());
    if (this.#broken > 0) this.#rejections.count('broken-line', this.#broken);
    return { payloads: this.#payloads, rejected: this.#rejections.list, notes: [...this.#notes] };
  }

  #brokenNote(): string {
    if (this.#broken === 1 && this.#lastBroken) return 'The end is cut short: what came before its last line was kept.';
    return `${count(this.#broken, 'broken line')} left out. ${this.#firstProblem?.message ?? ''}`;
  }

  /** Reads the document at `at`, or passes it over; gives where to go on. */
  #next(at: number): number {
    const lineEnd = this.#lineEnd(at);
    this.#lastBroken = false;
    // One document a line is the rule, so a broken line costs no other: only what ends with its line may go on after it.
    let end = this.#read(at, lineEnd, true);
    const isOneLine = !this.#cut;
    const mayGoOn = this.#cut && lineEnd < this.#text.length && this.#wasted <= this.#text.length;
    if (end === undefined && mayGoOn) end = this.#read(at, this.#text.length, false);
    if (end !== undefined) return end;
    this.#broken++;
    this.#lastBroken = true;
    if (isOneLine || this.#text[at] !== BRACE_OPEN) return lineEnd + 1;
    // The rest of a document over several lines is no document.
    let line = lineEnd + 1;
    while (line < this.#text.length && this.#text[line] !== BRACE_OPEN) line = this.#lineEnd(line) + 1;
    return line;
  }

  /** Where the document ends, undefined when it is broken. */
  #read(at: number, end: number, bounded: boolean): number | undefined {
    const { maxDepth, maxSpans } = this.#limits;
    const json = new JsonReader(this.#text, maxDepth, at, end, OTLP_JSON_ALIASES);
    this.#cut = false;
    try {
      const left = maxSpans - this.#received;
      const document = new OtlpJsonDocument(json, left, 'any', Math.min(4096, end - at));
      if (document.recognised) {
        this.#take(document);
        return json.position;
      }
      this.#firstProblem ??= new Problem(
        'malformed',
        'OTLP JSON is an object with "resourceSpans"; this is one without.',
      );
      return undefined;
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      if (thrown.code === 'too-many') throw tooMany(maxSpans);
      if (!bounded) this.#wasted += json.position - at;
      // A document cut at the end of its line is worth another attempt; the problem of that one counts.
      if (!bounded || !json.atEnd() || end === this.#text.length) this.#firstProblem ??= thrown;
      this.#cut = json.atEnd();
      return undefined;
    }
  }

  #take(document: OtlpJsonDocument): void {
    this.#documents++;
    this.#received += document.received;
    this.#rejections.addAll(document.rejections.list);
    if (document.received === 0 && document.logs) this.#logs++;
    else if (document.received === 0 && document.metrics) this.#metrics++;
    if (document.partial !== undefined) this.#notes.add(partialNote(document.partial));
    if (document.error !== undefined) this.#notes.add(`The server reported an error: ${quoted(document.error)}`);
    if (document.spans > 0) this.#payloads.push(document.finish());
  }

  /** Past white space and byte order marks, which files joined together have within. */
  #skipBlank(from: number): number {
    const text = this.#text;
    let at = from;
    for (;;) {
      if (text[at] === 0xef && text[at + 1] === 0xbb && text[at + 2] === 0xbf) at += 3;
      else if (text[at] === 0x20 || text[at] === 0x09 || text[at] === 0x0d || text[at] === NEWLINE) at++;
      else return at;
    }
  }

  /** Asked in ascending order; many documents may share a line. */
  #lineEnd(at: number): number {
    if (at <= this.#lastLineEnd) return this.#lastLineEnd;
    const newline = this.#text.indexOf(NEWLINE, at);
    return (this.#lastLineEnd = newline < 0 ? this.#text.length : newline);
  }
}

function count(many: number, what: string): string {
  return `${many.toLocaleString('en')} ${what}${many === 1 ? '' : 's'}`;
}

function tooMany(maxSpans: number): Problem {
  return new Problem('too-many', `There are more than ${maxSpans.toLocaleString('en')} spans.`);
}
