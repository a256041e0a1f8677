/** The nearest-rank percentile of values in ascending order: the smallest value that `percent` % of them do not exceed. */
export function nearestRank(ascending: Float64Array, percent: number): number {
  // Whole numbers until the division, so that 95 % of 20 is rank 19 and not 19.000000000000004 rounded up.
  const rank = Math.max(1, Math.ceil((percent * ascending.length) / 100));
  return ascending[rank - 1] ?? Number.NaN;
}
