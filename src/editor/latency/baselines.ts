import * as vscode from 'vscode';
import type { LatencyStats, ServiceVersion } from '../../core/latencyProtocol.ts';
import { changeSince, type Change } from '../../latency/baseline.ts';
import type { LatencySettings } from './latencySettings.ts';
import type { SiteIndex } from './siteIndex.ts';

interface BaselineStore {
  serviceVersions(service: string): Promise<readonly ServiceVersion[]>;
  latencyBetween(
    groups: readonly (readonly number[])[],
    fromEpochNs: string,
    toEpochNs: string,
  ): Promise<readonly (LatencyStats | undefined)[]>;
}

/** A moment that the calls before and after are compared at. */
interface Split {
  readonly fromEpochNs: string;
  readonly atEpochNs: string;
  /** For people, after "since". */
  readonly label: string;
}

const SNAPSHOT_KEY = 'spanline.latencySnapshotMs';
const MS_PER_MINUTE = 60_000;
const VERSIONS_FRESH_MS = 30_000;
const FAR_FUTURE_NS = String(2n ** 62n);

/**
 * What the latency of functions is compared with: the calls before the developer's snapshot, or those of the service's previous version.
 * The store keeps latency by the minute, so a snapshot is a moment and nothing is copied.
 */
export class Baselines implements vscode.Disposable {
  readonly #store: BaselineStore;
  readonly #sites: SiteIndex;
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #versions = new Map<string, { readonly split: Split | undefined; readonly untilMs: number }>();

  readonly onDidChange = this.#changed.event;

  constructor(store: BaselineStore, sites: SiteIndex, memory: vscode.Memento) {
    this.#store = store;
    this.#sites = sites;
    this.#memory = memory;
  }

  /** When the snapshot was taken, milliseconds since the Unix epoch. */
  get snapshotMs(): number | undefined {
    const kept = this.#memory.get<unknown>(SNAPSHOT_KEY);
    return typeof kept === 'number' && Number.isSafeInteger(kept) && kept > 0 ? kept : undefined;
  }

  /**
   * Latency is compared with what it was until now. It is kept by the minute, so the one that has begun belongs to what was before; gives when it ends,
   * milliseconds since the Unix epoch.
   */
  async takeSnapshot(): Promise<number> {
    const takenMs = Math.ceil(Date.now() / MS_PER_MINUTE) * MS_PER_MINUTE;
    await this.#memory.update(SNAPSHOT_KEY, takenMs);
    this.#changed.fire();
    return takenMs;
  }

  async forgetSnapshot(): Promise<void> {
    await this.#memory.update(SNAPSHOT_KEY, undefined);
    this.#changed.fire();
  }

  /** New spans may be of a new version. */
  spansArrived(): void {
    this.#versions.clear();
  }

  /** One answer a group, in order; `undefined` where there is nothing to compare with or no change to speak of. */
  async changes(
    groups: readonly (readonly number[])[],
    settings: LatencySettings,
  ): Promise<readonly (Change | undefined)[]> {
    if (settings.baseline === 'off') return groups.map(() => undefined);
    const splits = await Promise.all(groups.map((siteIds) => this.#splitOf(siteIds, settings)));
    const changes: (Change | undefined)[] = groups.map(() => undefined);
    // One question a split: a file's functions are mostly of one service.
    for (const at of Map.groupBy(splits.keys(), (i) => JSON.stringify(splits[i])).values()) {
      const split = splits[at[0]!];
      if (!split) continue;
      const mine = at.map((i) => groups[i]!);
      const [before, after] = await Promise.all([
        this.#store.latencyBetween(mine, split.fromEpochNs, split.atEpochNs),
        this.#store.latencyBetween(mine, split.atEpochNs, FAR_FUTURE_NS),
      ]);
      for (const [n, i] of at.entries()) {
        const [stats, now] = [before[n], after[n]];
        if (stats && now) changes[i] = changeSince(now, { label: split.label, stats }, settings.minimumCount);
      }
    }
    return changes;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #splitOf(siteIds: readonly number[], { baseline, windowMs }: LatencySettings): Promise<Split | undefined> {
    const takenMs = this.snapshotMs;
    if (takenMs !== undefined && baseline !== 'previousVersion') return snapshotSplit(takenMs, windowMs);
    if (baseline === 'snapshot') return undefined;
    const service = this.#sites.of(siteIds[0]!)?.site.service;
    return service === undefined ? undefined : this.#versionSplit(service);
  }

  async #versionSplit(service: string): Promise<Split | undefined> {
    const known = this.#versions.get(service);
    if (known && known.untilMs > performance.now()) return known.split;
    const [before, now] = (await this.#store.serviceVersions(service)).slice(-2);
    const split = before &&
      now && { fromEpochNs: before.firstEpochNs, atEpochNs: now.firstEpochNs, label: now.version.slice(0, 40) };
    this.#versions.set(service, { split, untilMs: performance.now() + VERSIONS_FRESH_MS });
    return split;
  }
}

function snapshotSplit(takenMs: number, windowMs: number): Split {
  const ns = (ms: number): string => String(BigInt(Math.floor(Math.max(0, ms))) * 1_000_000n);
  return {
    fromEpochNs: ns(takenMs - windowMs),
    atEpochNs: ns(takenMs),
    label: `the snapshot at ${clockText(takenMs)}`,
  };
}

/** `14:06` */
export function clockText(epochMs: number): string {
  return new Date(epochMs).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
