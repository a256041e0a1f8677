/** What a store may hold; the store's own defaults for what is absent. */
export interface CollectorLimits {
  /** On disk. */
  readonly capBytes?: number;
  /** How long a trace stays after its last span arrived; 0 for as long as there is room. */
  readonly maxAgeMs?: number;
}

/** What the collector's worker is started with. */
export interface CollectorWorkerData {
  readonly storeDir: string;
  readonly limits: CollectorLimits;
}
