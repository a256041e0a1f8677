import type { ServiceEdge, ServiceNode } from '../../../src/core/serviceGraph.ts';
import { formatDuration } from '../../../src/core/time.ts';

export function nodeWords({ spans, selfNs }: ServiceNode): string {
  return `${counted(spans, 'span')} · self ${formatDuration(selfNs)}`;
}

export function edgeWords({ calls, totalNs }: ServiceEdge): string {
  return `${calls.toLocaleString('en')} × · ${formatDuration(totalNs)}`;
}

export function edgeSentence({ calls, errors, totalNs, maxNs }: ServiceEdge): string {
  return [
    counted(calls, 'call'),
    ...(errors === 0 ? [] : [`${errors.toLocaleString('en')} failed`]),
    `total ${formatDuration(totalNs)}`,
    ...(calls === 1 ? [] : [`mean ${formatDuration(totalNs / calls)}`, `slowest ${formatDuration(maxNs)}`]),
  ].join(' · ');
}

export function counted(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${n === 1 ? noun : `${noun}s`}`;
}
