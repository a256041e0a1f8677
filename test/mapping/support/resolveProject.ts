import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { logsAsSpans } from './logsAsSpans.ts';
import { CAPTURE, isAboutProject, type Project } from './project.ts';

const ENTRY = fileURLToPath(new URL('../../../src/doors/resolve.ts', import.meta.url));

/** What the resolver says of a span: a place, a choice of places (`file:line` each), or neither. */
export interface Answer {
  readonly traceId: string;
  /** Of a log record its name in `expected.json`. */
  readonly spanId: string;
  readonly name: string;
  /** With `/`, relative to the workspace. */
  readonly file?: string;
  readonly line?: number;
  readonly confidence?: 'exact' | 'likely' | 'guess';
  readonly reason?: string;
  readonly unresolved?: string;
  readonly candidates?: readonly string[];
}

/** The answers to all captures of a project, its files copied to a folder whose name no capture knows. */
export async function resolveProject(project: Project): Promise<readonly Answer[]> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'spanline-mapping-')));
  try {
    const workspace = join(folder, 'checkout');
    await cp(project.folder, workspace, { recursive: true, filter: (path) => !isAboutProject(basename(path)) });
    const answers: Answer[] = [];
    for (const capture of project.captures) {
      const file = join(folder, capture);
      const text = await readFile(join(project.folder, capture), 'utf8');
      const logs = logsAsSpans(text);
      await writeFile(file, logs ?? text);
      const found = await resolveFile(workspace, file);
      answers.push(...(logs === undefined ? found : found.map((answer) => ofLogRecord(answer, capture))));
    }
    return answers;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Called as in `expected.json`: `logs#1` is the first record of `logs.otlp.json`. */
function ofLogRecord(answer: Answer, capture: string): Answer {
  return { ...answer, spanId: `${capture.slice(0, -CAPTURE.length)}#${Number.parseInt(answer.spanId, 16)}` };
}

/** An answer for every span of a trace file. */
async function resolveFile(workspace: string, file: string): Promise<readonly Answer[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [ENTRY, '--workspace', workspace, file], {
    maxBuffer: 64 << 20,
  });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Answer);
}
