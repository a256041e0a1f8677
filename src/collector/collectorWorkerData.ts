/** What the collector's worker is started with. */
export interface CollectorWorkerData {
  readonly storeDir: string;
}
