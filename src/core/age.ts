const STEPS = [
  { below: 60, unitS: 1, name: 's' },
  { below: 3600, unitS: 60, name: 'min' },
  { below: 86_400, unitS: 3600, name: 'h' },
  { below: Infinity, unitS: 86_400, name: 'd' },
] as const;

/** How long ago an epoch time was: `now`, `12 s ago`, `3 d ago`. A clock ahead of ours reads as now. */
export function formatAge(epochNs: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000 - Number(BigInt(epochNs) / 1_000_000n) / 1000);
  if (seconds < 1) return 'now';
  const step = STEPS.find(({ below }) => seconds < below)!;
  return `${Math.floor(seconds / step.unitS)} ${step.name} ago`;
}
