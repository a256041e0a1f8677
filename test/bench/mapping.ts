import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { SourceMapConsumer, type BasicSourceMapConsumer, type IndexedSourceMapConsumer } from 'source-map';
import type { SpanClues } from '../../src/core/spanClues.ts';
import { base1 } from '../../src/core/position.ts';
import type { FoundPlace, Located } from '../../src/mapping/located.ts';
import { NodeGit } from '../../src/mapping/nodeGit.ts';
import { RevisionDrift } from '../../src/mapping/revisionDrift.ts';
import type { SpanResolver } from '../../src/mapping/spanResolver.ts';
import { ParserClient } from '../../src/parser/parserClient.ts';
import { cluesOf } from '../support/mapping/cluesOf.ts';
import { driftRepository } from './mapping/driftRepository.ts';
import { largeMap, LINES, placeIn, SOURCES, type LargeMap } from './mapping/largeMap.ts';
import { largeWorkspace, type LargeWorkspace, type WorkspaceFile } from './mapping/largeWorkspace.ts';
import { openResolver } from './mapping/openResolver.ts';
import { Blocks, Timings } from './mapping/timings.ts';

/*
 * From spans to lines, through `SpanResolver` with the parser worker, on generated folders that are kept in the OS's temporary one (the
 * operating system has their pages). "First" is the first question to a resolver that knows nothing, "later" are others by other paths or names,
 * "again" are repeated ones. Files are found by walking the folder, where the editor asks its own search. "Blocked" is
 * the longest time for which the event loop did not come round, and "at work" the longest that this thread worked in one turn of it: on a
 * busy machine the difference is others' work. Every answer is checked, and told when it is not the right one.
 */
const LATER = 1000;
const SITES = 10_000;
const PARSER = new URL('../../src/parser/parserWorker.ts', import.meta.url);
const { signal } = new AbortController();

/** Words narrow to the cases called so: `map`, `workspace`, `sites`, `drift`. `--quick`: fewer runs, the smaller workspace. */
export async function benchMapping(args: readonly string[]): Promise<void> {
  const quick = args.includes('--quick');
  const runs = quick ? 2 : 5;
  const words = args.filter((arg) => !arg.startsWith('--'));
  const wants = (name: string): boolean => words.length === 0 || words.includes(name);
  console.log(
    `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}, median of ${runs}`,
  );
  if (wants('map')) await benchMap(runs);
  for (const count of quick ? [5000] : [5000, 20_000]) if (wants('workspace')) await benchWorkspace(count, runs);
  if (wants('sites')) await benchSites(quick ? 1 : 3);
  for (const lines of [2000, 20_000]) if (wants('drift')) await benchDrift(lines, runs);
}

async function benchMap(runs: number): Promise<void> {
  const map = largeMap();
  console.log(
    `\nsource map of ${(map.mapBytes / 1e6).toFixed(1)} MB, ${map.mappings.toLocaleString('en')} mappings (bar: first 500 ms, then 0.1 ms)`,
  );
  const ours = {
    fresh: new Timings(),
    running: new Timings(),
    source: new Timings(),
    place: new Timings(),
    again: new Timings(),
  };
  const peer = { first: new Timings(), later: new Timings() };
  const answers = new Answers();
  const blocks = new Blocks();
  for (let run = 0; run < runs; run++) {
    const parser = new ParserClient(PARSER);
    try {
      const look = (resolver: SpanResolver, index: number, timings: Timings): Promise<void> =>
        lookIn(map, resolver, index, timings, answers);
      await blocks.watch(() => look(openResolver(map.folder, parser), run * 31, ours.fresh));
      const resolver = openResolver(map.folder, parser);
      await blocks.watch(() => look(resolver, run * 31, ours.running));
      // Each in a source that nobody has looked at: its file is found and its lines are counted.
      for (let i = 1; i < SOURCES; i++) await look(resolver, i * LINES + i, ours.source);
      for (let i = 0; i < LATER; i++) await look(resolver, i * 211 + 5, ours.place);
      for (let i = 0; i < LATER; i++) await look(resolver, i * 211 + 5, ours.again);
    } finally {
      parser.dispose();
    }
    await lookInPeer(map, peer, answers);
  }
  console.log(`  first, the worker's start in it   ${ours.fresh.text}`);
  console.log(`  first, the worker running         ${ours.running.text}`);
  console.log(`  later, another source             ${ours.source.text}`);
  console.log(`  later, another place of a source  ${ours.place.text}`);
  console.log(`  again                             ${ours.again.text}`);
  console.log(`  ${blocks.text}`);
  console.log(`  source-map itself, first          ${peer.first.text}  (ours ${ratio(ours.running, peer.first)})`);
  console.log(`  source-map itself, later          ${peer.later.text}  (ours ${ratio(ours.place, peer.later)})`);
  answers.tell();
}

async function lookIn(
  map: LargeMap,
  resolver: SpanResolver,
  index: number,
  timings: Timings,
  answers: Answers,
): Promise<void> {
  const place = placeIn(map.folder, index);
  const clues = cluesOf({
    attributes: { 'code.file.path': map.generated, 'code.line.number': place.line, 'code.column.number': place.column },
  });
  const located = await timings.add(() => resolver.locate(clues, signal));
  answers.addPlace(located, ({ path, line }) => path === place.source && line === place.sourceLine);
}

async function lookInPeer(
  map: LargeMap,
  { first, later }: { readonly first: Timings; readonly later: Timings },
  answers: Answers,
): Promise<void> {
  const ask = (consumer: BasicSourceMapConsumer | IndexedSourceMapConsumer, index: number): void => {
    const { line, column, sourceLine } = placeIn(map.folder, index);
    answers.add(consumer.originalPositionFor({ line, column: column - 1 }).line === sourceLine);
  };
  const consumer = await first.add(async () => {
    const opened = await new SourceMapConsumer(readFileSync(map.map, 'utf8'));
    ask(opened, 0);
    return opened;
  });
  for (let i = 0; i < LATER; i++) await later.add(() => ask(consumer, i * 211 + 5));
  consumer.destroy();
}

function ratio(ours: Timings, peers: Timings): string {
  return `${(ours.median / peers.median).toFixed(2)} times as long`;
}

interface WorkspaceCase {
  readonly name: string;
  readonly clues: (file: WorkspaceFile) => SpanClues | undefined;
  /** Of later ones. */
  readonly count: number;
}

const WORKSPACE_CASES: readonly WorkspaceCase[] = [
  { name: "a container's path", clues: byPath, count: LATER },
  { name: 'a qualified name', clues: byQualifiedName, count: LATER },
  { name: "a span's name", clues: ({ service, spanName: name }) => cluesOf({ service, name }), count: 50 },
  {
    name: 'http.route',
    clues: ({ service, route }) =>
      cluesOf({
        service,
        name: 'GET',
        kind: 'server',
        attributes: { 'http.request.method': 'GET', 'http.route': route },
      }),
    count: 50,
  },
];

function byPath({ service, containerPath, lines }: WorkspaceFile, line = lines): SpanClues {
  return cluesOf({ service, attributes: { 'code.file.path': containerPath, 'code.line.number': line } });
}

function byQualifiedName({ service, qualifiedName }: WorkspaceFile): SpanClues | undefined {
  return qualifiedName === undefined
    ? undefined
    : cluesOf({ service, attributes: { 'code.function.name': qualifiedName } });
}

async function benchWorkspace(count: number, runs: number): Promise<void> {
  const workspace = largeWorkspace(count);
  console.log(`\nworkspace of ${count.toLocaleString('en')} files (bar: blocked 20 ms)`);
  for (const each of WORKSPACE_CASES) {
    const [first, later, again] = [new Timings(), new Timings(), new Timings()];
    const answers = new Answers();
    const blocks = new Blocks();
    for (let run = 0; run < runs; run++) {
      const asked = askedOf(workspace, each, run);
      await blocks.watch(() => askAll(workspace.folder, asked, { first, later, again }, answers));
    }
    console.log(
      `  ${each.name.padEnd(18)} first ${first.text} · later ${later.text} · again ${again.text} · ${blocks.text}`,
    );
    answers.tell();
  }
}

interface CaseTimings {
  readonly first: Timings;
  readonly later: Timings;
  readonly again: Timings;
}

interface Asked {
  readonly file: WorkspaceFile;
  readonly told: SpanClues;
}

/** All over the workspace, others in each run. */
function askedOf({ files }: LargeWorkspace, { clues, count }: WorkspaceCase, run: number): readonly Asked[] {
  const asked: Asked[] = [];
  for (let i = 0; asked.length <= count; i++) {
    const file = files[(i * 7919 + run) % files.length]!;
    const told = clues(file);
    if (told) asked.push({ file, told });
  }
  return asked;
}

async function askAll(
  folder: string,
  [one, ...others]: readonly Asked[],
  { first, later, again }: CaseTimings,
  answers: Answers,
): Promise<void> {
  const parser = new ParserClient(PARSER);
  const resolver = openResolver(folder, parser);
  const ask = async ({ file, told }: Asked, timings: Timings): Promise<void> => {
    answers.addPlace(await timings.add(() => resolver.locate(told, signal)), ({ path }) => path === file.path);
    // Answers that are kept come without a turn of the event loop: this is of one question, not of all.
    await setImmediate();
  };
  await ask(one!, first);
  for (const each of others) await ask(each, later);
  for (const each of others) await ask(each, again);
  parser.dispose();
}

async function benchSites(runs: number): Promise<void> {
  const { folder, files } = largeWorkspace(5000);
  const own = files.filter(({ service }) => service === files[0]!.service);
  // One service's files, and so many lines of each.
  const sites = Array.from({ length: SITES }, (_, i) => {
    const file = own[i % own.length]!;
    return { file, told: byPath(file, 1 + Math.floor(i / own.length)) };
  });
  console.log(`\n${SITES.toLocaleString('en')} code sites of one service in ${own.length} files, one after another`);
  const [first, again] = [new Timings(), new Timings()];
  const answers = new Answers();
  const blocks = new Blocks();
  for (let run = 0; run < runs; run++) {
    const parser = new ParserClient(PARSER);
    const resolver = openResolver(folder, parser);
    const all = async (): Promise<void> => {
      for (const { file, told } of sites)
        answers.addPlace(await resolver.locate(told, signal), ({ path }) => path === file.path);
    };
    await blocks.watch(() => first.add(all));
    await blocks.watch(() => again.add(all));
    parser.dispose();
  }
  for (const [name, timings] of [
    ['first', first],
    ['again', again],
  ] as const)
    console.log(
      `  ${name} ${Math.round(SITES / (timings.median / 1000)).toLocaleString('en')} sites/s: ${timings.text}`,
    );
  console.log(`  ${blocks.text}`);
  answers.tell();
}

async function benchDrift(lines: number, runs: number): Promise<void> {
  const { path, revision, text } = driftRepository(lines);
  console.log(`\ndrift of a file of ${lines.toLocaleString('en')} lines, ten commits and unsaved edits`);
  const [first, later, again] = [new Timings(), new Timings(), new Timings()];
  const answers = new Answers();
  const blocks = new Blocks();
  for (let run = 0; run < runs; run++) {
    const drift = new RevisionDrift(new NodeGit());
    const ask = async (line: number, timings: Timings): Promise<void> => {
      const question = { path, revision, line: base1(line)!, currentText: text };
      const answer = await timings.add(() => drift.translate(question, signal));
      await setImmediate();
      answers.add(answer.kind !== 'unknown');
    };
    const all = async (): Promise<void> => {
      await ask(lines >> 1, first);
      for (let i = 0; i < 200; i++) await ask(1 + ((i * 97) % (lines - 20)), later);
      for (let i = 0; i < 200; i++) await ask(1 + ((i * 97) % (lines - 20)), again);
    };
    await blocks.watch(all);
  }
  console.log(`  first ${first.text} · later ${later.text} · again ${again.text} · ${blocks.text}`);
  answers.tell();
}

/** Fast and answers would be no figure. */
class Answers {
  readonly #counts = { right: 0, other: 0, unsure: 0, none: 0 };

  add(right: boolean): void {
    this.#counts[right ? 'right' : 'none']++;
  }

  addPlace(located: Located | undefined, isRight: (place: FoundPlace) => boolean): void {
    if (located?.state !== 'found') this.#counts.none++;
    else if (isRight(located)) this.#counts.right++;
    else this.#counts[located.confidence === 'guess' ? 'unsure' : 'other']++;
  }

  tell(): void {
    const { right, other, unsure, none } = this.#counts;
    const sum = right + other + unsure + none;
    if (right < sum)
      console.log(`  of ${sum} answers ${none} are none, ${unsure} guesses at another place, ${other} another place`);
  }
}
