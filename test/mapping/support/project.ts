import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECTS = fileURLToPath(new URL('../projects', import.meta.url));
const EXPECTED = 'expected.json';
/** What the names of captures end with. */
export const CAPTURE = '.otlp.json';

/** Line and file as an editor names them: from 1, relative to the project. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface ExpectedPlaces {
  /** All of them are right. */
  readonly places: readonly Place[];
  /** First and last line of the function the span is made in. A guess elsewhere in it is imprecise, not wrong. */
  readonly within: readonly [number, number] | undefined;
}

/** Where a span's code is, in truth; `nowhere` when none of it is in the project or nothing in the span says which. */
export type Expected = ExpectedPlaces | 'nowhere';

export interface Project {
  readonly name: string;
  readonly folder: string;
  readonly language: string;
  readonly instrumentation: string;
  /** Recorded from a running program; else written by hand from the instrumentation's source. */
  readonly captured: boolean;
  /** By span ID; `logs#1` is the first record of `logs.otlp.json`. */
  readonly expected: ReadonlyMap<string, Expected>;
  readonly captures: readonly string[];
}

/** `expected.json`: `file` and `line`, `anyOf` of several, both, or `unresolved` with the reason. */
interface ExpectedEntry extends Partial<Place> {
  readonly anyOf?: readonly Place[];
  readonly within?: readonly [number, number];
  readonly unresolved?: true;
  readonly why?: string;
}

interface ExpectedFile {
  readonly language: string;
  readonly captured: boolean;
  readonly instrumentation: string;
  readonly spans: Readonly<Record<string, ExpectedEntry>>;
}

/** The projects, sorted by name; only those named when any are. */
export async function readProjects(only: readonly string[] = []): Promise<readonly Project[]> {
  const all = await projectNames();
  const names = only.length === 0 ? all : all.filter((name) => only.includes(name));
  return Promise.all(names.map((name) => readProject(name)));
}

export async function projectNames(): Promise<readonly string[]> {
  const entries = await readdir(PROJECTS, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** Whether a file of a project's folder tells about it, rather than being one the developer would have open. */
export function isAboutProject(name: string): boolean {
  return name === EXPECTED || name.endsWith(CAPTURE);
}

async function readProject(name: string): Promise<Project> {
  const folder = join(PROJECTS, name);
  const file = JSON.parse(await readFile(join(folder, EXPECTED), 'utf8')) as ExpectedFile;
  const captures = (await readdir(folder)).filter((entry) => entry.endsWith(CAPTURE)).toSorted();
  const { language, captured, instrumentation, spans } = file;
  const expected = new Map(Object.entries(spans).map(([id, entry]) => [id, expectedOf(entry, `${name} ${id}`)]));
  return { name, folder, language, captured, instrumentation, expected, captures };
}

function expectedOf({ file, line, anyOf = [], within, unresolved, why }: ExpectedEntry, label: string): Expected {
  const places = file === undefined || line === undefined ? anyOf : [{ file, line }, ...anyOf];
  if (places.length > 0 && !unresolved) return { places, within };
  if (places.length === 0 && unresolved && why) return 'nowhere';
  throw new Error(`${EXPECTED} of ${label} needs either places or "unresolved" with "why".`);
}
