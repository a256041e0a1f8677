import type { CodeRef } from '../core/codeRef.ts';
import type { FileAnswer } from './fileAnswer.ts';
import type { FileFinder } from './fileFinder.ts';
import type { FilePlaces } from './filePlaces.ts';
import type { FoundPlace, Located } from './located.ts';
import type { LocateQuery, LocateRung } from './locateRung.ts';
import type { GatedFile } from './pathGate.ts';
import { shortText } from './shortText.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';
import { weakerConfidence } from './weakerConfidence.ts';

/** A picker of more is no help. */
const MAX_CANDIDATES = 10;

/** What the rung stands on. `invalidate` tells all of them. */
export interface FilePathRungParts {
  readonly finder: FileFinder;
  readonly places: FilePlaces;
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
    const answer = await this.#parts.finder.find(filePath, workingDirectory);
    throwIfCancelled(signal);
    const named =
      ref.origin === 'stacktrace' ? `the stack names ${shortText(filePath)}, which` : `the path ${shortText(filePath)}`;
    if (answer.kind === 'none') {
      const hint = 'Open the folder that holds this code, or add a path mapping if it was built or run elsewhere.';
      return { state: 'missing', reason: `${capital(named)} ${answer.why}.`, hint };
    }
    const files = answer.kind === 'file' ? [answer.file] : serviceFirst(answer.files, service).slice(0, MAX_CANDIDATES);
    const places: FoundPlace[] = [];
    for (const file of files) {
      places.push(...(await this.#parts.places.of(namedPlace(ref, file, answer, `${named} ${answer.how}`))));
      throwIfCancelled(signal);
    }
    const distinct = places.filter((place, i) => places.findIndex((other) => samePlace(place, other)) === i);
    const [only] = distinct;
    if (only && distinct.length === 1) return only;
    // With one file it is the map's source that is not clear, and its reason says so.
    const reason = answer.kind === 'several' || !only ? `${capital(`${named} ${answer.how}`)}.` : only.reason;
    return {
      state: 'ambiguous',
      candidates: distinct.map(({ path, line, column }) => ({ path, line, column })),
      reason,
    };
  }

  invalidate(path?: string): void {
    this.#parts.invalidate(path);
  }
}

function namedPlace(
  { line, column, origin }: CodeRef,
  file: GatedFile,
  answer: Exclude<FileAnswer, { readonly kind: 'none' }>,
  clause: string,
): Parameters<FilePlaces['of']>[0] {
  const confidence = answer.kind === 'file' ? answer.confidence : 'guess';
  // Where it failed, which need not be where the span began.
  const most = origin === 'stacktrace' ? 'likely' : 'exact';
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
