/** A share of 1 for people: `0 %`, `< 0.1 %`, `2.4 %`, `37 %`. */
export function percent(share: number): string {
  const value = share * 100;
  if (value === 0) return '0 %';
  return value < 0.1 ? '< 0.1 %' : `${value.toFixed(value < 9.95 ? 1 : 0)} %`;
}
