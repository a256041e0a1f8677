import type { Expected, ExpectedPlaces, Place, Project } from './project.ts';
import type { Answer } from './resolveProject.ts';

export type Verdict = 'exact' | 'likely' | 'guess' | 'asked' | 'unresolved' | 'wrong';

export interface Judged {
  readonly answer: Answer;
  readonly expected: Expected;
  readonly verdict: Verdict;
  /** A guess that is in the right function and not on the right line. */
  readonly imprecise: boolean;
}

/** The spans of a project by verdict; `nowhere` are those of the unresolved that have no code to be taken to. */
export interface Counts extends Readonly<Record<Verdict, number>> {
  readonly spans: number;
  readonly imprecise: number;
  readonly nowhere: number;
}

export function judge(project: Project, answers: readonly Answer[]): readonly Judged[] {
  return answers.map((answer) => {
    const expected = project.expected.get(answer.spanId);
    if (!expected) throw new Error(`${project.name}: no expectation for ${answer.spanId} (${answer.name}).`);
    return { answer, expected, ...verdictOf(answer, expected) };
  });
}

export function countsOf(judged: readonly Judged[]): Counts {
  const count = (verdict: Verdict): number => judged.filter((entry) => entry.verdict === verdict).length;
  return {
    spans: judged.length,
    exact: count('exact'),
    likely: count('likely'),
    guess: count('guess'),
    asked: count('asked'),
    wrong: count('wrong'),
    unresolved: count('unresolved'),
    imprecise: judged.filter(({ imprecise }) => imprecise).length,
    nowhere: judged.filter(({ verdict, expected }) => verdict === 'unresolved' && expected === 'nowhere').length,
  };
}

function verdictOf(answer: Answer, expected: Expected): Pick<Judged, 'verdict' | 'imprecise'> {
  const precisely = (verdict: Verdict): Pick<Judged, 'verdict' | 'imprecise'> => ({ verdict, imprecise: false });
  const { file, line, confidence, candidates } = answer;
  if (candidates) {
    // A choice that does not hold the right place leads astray as much as a wrong place.
    const offered = expected !== 'nowhere' && candidates.some((text) => isRight(placeOf(text), expected));
    return precisely(offered ? 'asked' : 'wrong');
  }
  if (file === undefined || line === undefined || confidence === undefined) return precisely('unresolved');
  if (expected === 'nowhere') return precisely('wrong');
  if (isRight({ file, line }, expected)) return precisely(confidence);
  if (confidence === 'guess' && isInFunction({ file, line }, expected)) return { verdict: 'guess', imprecise: true };
  return precisely('wrong');
}

function isRight({ file, line }: Place, { places }: ExpectedPlaces): boolean {
  return places.some((place) => place.file === file && place.line === line);
}

function isInFunction({ file, line }: Place, { places, within }: ExpectedPlaces): boolean {
  return within !== undefined && places[0]?.file === file && line >= within[0] && line <= within[1];
}

function placeOf(text: string): Place {
  const colon = text.lastIndexOf(':');
  return { file: text.slice(0, colon), line: Number(text.slice(colon + 1)) };
}
