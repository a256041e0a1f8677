import { bareFunctionName } from '../core/bareFunctionName.ts';
import type { CodeRef, CodeRefOrigin } from '../core/codeRef.ts';
import { classifyPath } from '../core/paths.ts';
import type { DeclaredLines } from './declaredLines.ts';
import type { FileAnswer } from './fileAnswer.ts';
import type { FileFinder } from './fileFinder.ts';
import type { FilePlaces, NamedPlace } from './filePlaces.ts';
import type { LearnedFolders } from './learnedFolders.ts';
import type { FoundPlace, Located } from './located.ts';
import type { LocateQuery, LocateRung } from './locateRung.ts';
import type { GatedFile } from './pathGate.ts';
import { shortText } from './shortText.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';
import { weakerConfidence } from './weakerConfidence.ts';

/** A picker of more is no help. */
const MAX_CANDIDATES = 10;

/** What minifiers leave of names is shorter. */
const MIN_TELLING_CHARS = 3;

type FoundFiles = Exclude<FileAnswer, { readonly kind: 'none' }>;

const NAMED_BY: Readonly<Record<CodeRefOrigin, string>> = {
  attributes: 'the path',
  stacktrace: 'the stack names',
  log: 'a log record of the span names',
};

/** What the rung stands on. `invalidate` tells all of them. */
export interface FilePathRungParts {
  readonly finder: FileFinder;
  readonly places: FilePlaces;
  readonly declared: DeclaredLines;
  readonly folders: LearnedFolders;
  /** Answers given so far may be better now. */
  readonly onLearned: () => void;
  readonly invalidate: (path?: string) => void;
}

/** The span names a file: that file, or the source that its source map leads to. */
export class FilePathRung implements LocateRung {
  readonly #parts: FilePathRungParts;

  constructor(parts: FilePathRungParts) {
    this.#parts = parts;
  }

  async locate({ ref, service, workingDirectory }: LocateQuery, signal: AbortSignal): Promise<Located | undefined> {
    const { filePath } = ref;
    if (filePath === undefined) return undefined;
    const answer = this.#learned(service, filePath, await this.#parts.finder.find(filePath, workingDirectory));
    throwIfCancelled(signal);
    const named = `${NAMED_BY[ref.origin]} ${shortText(filePath)}${ref.origin === 'attributes' ? '' : ', which'}`;
    if (answer.kind === 'none') {
      const hint = 'Open the folder that holds this code, or add a path mapping if it was built or run elsewhere.';
      return { state: 'missing', reason: `${capital(named)} ${answer.why}.`, hint };
    }
    const sure = await this.#byFunction(answer, ref);
    throwIfCancelled(signal);
    const files = sure.kind === 'file' ? [sure.file] : serviceFirst(sure.files, service).slice(0, MAX_CANDIDATES);
    const places: FoundPlace[] = [];
    for (const file of files) {
      const place = { ...namedPlace(ref, file, sure, `${named} ${sure.how}`), asRun: true };
      for (const each of ref.line === undefined ? await this.#declared(place, ref.functionName) : [place])
        places.push(...(await this.#parts.places.of(each)));
      throwIfCancelled(signal);
    }
    const distinct = places.filter((place, i) => places.findIndex((other) => samePlace(place, other)) === i);
    const [only] = distinct;
    if (only && distinct.length === 1) return only;
    // With one file it is the map's source that is not clear, and its reason says so.
    const reason = sure.kind === 'several' || !only ? `${capital(`${named} ${sure.how}`)}.` : only.reason;
    return {
      state: 'ambiguous',
      candidates: distinct.map(({ path, line, column }) => ({ path, line, column })),
      reason,
    };
  }

  invalidate(path?: string): void {
    this.#parts.invalidate(path);
  }

  /** Loggers tell the name of a file alone: the function's declaration in it makes sure that it is the one. */
  async #byFunction(answer: FoundFiles, { functionName, filePath }: CodeRef): Promise<FoundFiles> {
    const isSure = answer.kind === 'file' && answer.confidence !== 'guess';
    const name = functionName === undefined ? undefined : bareFunctionName(functionName);
    if (isSure || name === undefined || name.length < MIN_TELLING_CHARS || /[/\\]/.test(filePath ?? '')) return answer;
    const files = answer.kind === 'file' ? [answer.file] : answer.files.slice(0, MAX_CANDIDATES);
    const declaring: GatedFile[] = [];
    for (const file of files) if ((await this.#parts.declared.of(file, functionName!)).length > 0) declaring.push(file);
    const [only, ...others] = declaring;
    if (!only) return answer;
    const how = `${answer.how}, and it declares ${shortText(name)}`;
    return others.length === 0
      ? { kind: 'file', file: only, confidence: 'likely', how }
      : { kind: 'several', files: declaring, how: answer.how };
  }

  /** Without a line the function's declaration tells, where the file has it. */
  async #declared(place: NamedPlace, functionName: string | undefined): Promise<readonly NamedPlace[]> {
    if (functionName === undefined) return [place];
    const lines = await this.#parts.declared.of(place.file, functionName);
    if (lines.length === 0) return [place];
    const { file, column, confidence } = place;
    const clauses = [...place.clauses, `it declares ${shortText(functionName)} there`];
    return lines.slice(0, MAX_CANDIDATES).map((line) => ({ file, line, column, confidence, clauses }));
  }

  /** Learns from an answer that is sure, and helps with one that is not. */
  #learned(service: string, text: string, answer: FileAnswer): FileAnswer {
    const { folders, onLearned } = this.#parts;
    const path = classifyPath(text);
    if (path.kind === 'refused' || answer.kind === 'none') return answer;
    if (answer.kind === 'file') {
      if (answer.confidence !== 'guess' && folders.learn(service, path, answer.file)) onLearned();
      return answer;
    }
    const chosen = folders.choose(service, path, answer.files);
    if (!chosen) return answer;
    const how = `lies below ${shortText(chosen.from)} with other code of ${shortText(service)} that was found here`;
    return { kind: 'file', file: chosen.file, confidence: 'likely', how };
  }
}

function namedPlace(
  { line, column, origin }: CodeRef,
  file: GatedFile,
  answer: FoundFiles,
  clause: string,
): NamedPlace {
  const confidence = answer.kind === 'file' ? answer.confidence : 'guess';
  // Where it failed or wrote a log, which need not be where the span began.
  const most = origin === 'attributes' ? 'exact' : 'likely';
  return { file, line, column, confidence: weakerConfidence(confidence, most), clauses: [clause] };
}

/** Several services have a `dist/main.cjs`: the one in a folder called like the span's service is asked for first. */
function serviceFirst(files: readonly GatedFile[], service: string): readonly GatedFile[] {
  const isOwn = (file: GatedFile): boolean =>
    file.relativePath.split('/').includes(service) || file.root.name === service;
  return [...files.filter(isOwn), ...files.filter((file) => !isOwn(file))];
}

function samePlace(a: FoundPlace, b: FoundPlace): boolean {
  return a.path === b.path && a.line === b.line && a.column === b.column;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
