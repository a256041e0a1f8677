import * as vscode from 'vscode';
import { DEFAULT_TEMPLATE } from '../../latency/lensText.ts';

/** What latency is compared with: `automatic` is the snapshot when one was taken, otherwise the version before. */
export type BaselineChoice = 'automatic' | 'snapshot' | 'previousVersion' | 'off';

export interface LatencySettings {
  readonly enabled: boolean;
  readonly windowMs: number;
  /** For people, after "the last": `hour`, `15 minutes`. */
  readonly window: string;
  readonly minimumCount: number;
  readonly template: string;
  readonly baseline: BaselineChoice;
  readonly neverSeen: boolean;
  readonly backends: boolean;
}

const BASELINES: readonly string[] = ['automatic', 'snapshot', 'previousVersion', 'off'] satisfies BaselineChoice[];

/** The user's `spanline.codeLens`; a value of another shape is the default's. */
export function latencySettings(): LatencySettings {
  const settings = vscode.workspace.getConfiguration('spanline.codeLens');
  const minutes = positive(settings.get<unknown>('windowMinutes'), 60);
  const template = settings.get<unknown>('template');
  const baseline = settings.get<unknown>('baseline');
  return {
    enabled: settings.get('enabled') !== false,
    windowMs: minutes * 60_000,
    window: windowText(minutes),
    minimumCount: positive(settings.get<unknown>('minimumCount'), 5),
    template: typeof template === 'string' && template.trim() !== '' ? template.slice(0, 500) : DEFAULT_TEMPLATE,
    baseline: BASELINES.includes(String(baseline)) ? (baseline as BaselineChoice) : 'automatic',
    neverSeen: settings.get('neverSeen') === true,
    backends: settings.get('backends') !== false,
  };
}

function positive(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 1 ? value : otherwise;
}

function windowText(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? 'day' : `${minutes / 1440} days`;
  if (minutes % 60 === 0) return minutes === 60 ? 'hour' : `${minutes / 60} hours`;
  return minutes === 1 ? 'minute' : `${minutes} minutes`;
}
