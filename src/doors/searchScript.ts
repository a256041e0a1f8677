import { readFile } from 'node:fs/promises';
import { Problem } from '../core/problem.ts';
import type { FoundTrace, SavedSearch, SearchSource, SourceState } from '../core/searchProtocol.ts';
import type { Invention } from './inventTraces.ts';

/** A play for the search page: what its sources are and what each says, and when. Everything survives JSON. */
export interface SearchScript {
  readonly sources: readonly SearchSource[];
  /** By the ID of a source; one without answers finds nothing at once. */
  readonly answers: Readonly<Record<string, ScriptedAnswer>>;
  readonly text?: string;
  readonly trusted?: boolean;
  readonly recent?: readonly string[];
  readonly saved?: readonly SavedSearch[];
  /** Names to complete with. */
  readonly services?: readonly string[];
  readonly operations?: readonly string[];
  readonly attributeKeys?: readonly string[];
  /** What appears when a backend is added. */
  readonly addBackend?: SearchSource;
  /** A sentence that every search fails with before it begins. */
  readonly refusal?: string;
}

export interface ScriptedAnswer {
  readonly steps: readonly ScriptedStep[];
  /** What older traces are answered with. */
  readonly more?: readonly ScriptedStep[];
}

export interface ScriptedStep {
  /** After the step before. */
  readonly afterMs: number;
  readonly state?: SourceState;
  readonly traces?: readonly ScriptedTrace[];
  readonly invent?: Invention;
}

/** A trace that started some time before the search. */
export interface ScriptedTrace extends Partial<Omit<FoundTrace, 'source' | 'startEpochNs'>> {
  readonly agoMs: number;
}

/** Reads a script from a file. Rejects with a Problem when it is not one. */
export async function readSearchScript(path: string): Promise<SearchScript> {
  const script = JSON.parse(await readFile(path, 'utf8')) as Partial<SearchScript> | null;
  if (!Array.isArray(script?.sources)) throw new Problem('malformed', `${path} has no list of "sources".`);
  return { ...script, sources: script.sources, answers: script.answers ?? {} };
}
