export interface Warehouse {
  readonly name: string;
  readonly distanceKm: number;
  readonly hasStock: boolean;
  /** How long it takes to answer, at best and at worst. */
  readonly latencyMs: readonly [number, number];
}

export const WAREHOUSES: readonly Warehouse[] = [
  { name: 'ghent', distanceKm: 12.5, hasStock: false, latencyMs: [3, 6] },
  { name: 'leipzig', distanceKm: 640.2, hasStock: true, latencyMs: [5, 10] },
  { name: 'porto', distanceKm: 1893.7, hasStock: true, latencyMs: [8, 16] },
];
