import { problemOf } from '../core/problem.ts';
import type { CollectorApi, CollectorEvents, ReceiverState } from '../core/protocol.ts';
import type { Handlers } from '../core/rpc.ts';
import { ChangeTeller } from './changeTeller.ts';
import { freePortNear } from './receiver/freePortNear.ts';
import type { CollectorLimits } from './collectorWorkerData.ts';
import { keepPayloads } from './keepPayloads.ts';
import { Listeners } from './listeners.ts';
import { PendingCounts } from './store/pendingCounts.ts';
import { DEFAULT_CAP_BYTES } from './store/store.ts';
import { StoreFollower } from './storeFollower.ts';
import { StoreHolder } from './storeHolder.ts';
import { StoreSink } from './storeSink.ts';

export type TellCollectorEvent = <E extends keyof CollectorEvents>(event: E, data: CollectorEvents[E]) => void;

/** How long counted refusals may be in memory only. */
const FLUSH_MS = 1000;
/** More rows than anybody scrolls through; a message of them stays at a few megabytes. */
const MAX_LISTED = 10_000;

/** The collector's answers: a receiver that fills a store, and the questions to that store. */
export function createCollector(
  storeDir: string,
  tell: TellCollectorEvent,
  { capBytes = DEFAULT_CAP_BYTES, ...limits }: CollectorLimits = {},
): Handlers<CollectorApi> {
  const changes = new ChangeTeller((changed) => tell('changed', changed));
  const pending = new PendingCounts();
  const holder = new StoreHolder({ directory: storeDir, mode: 'write', capBytes, ...limits, pending }, () =>
    changes.addAll(),
  );
  const sink = new StoreSink(holder, pending, (traceIds) => changes.add(traceIds));
  const listeners = new Listeners(sink, storeDir, (state) => tell('receiver', state));
  const follower = new StoreFollower({
    changes: () => holder.changes,
    onChanged: (traceIds) => changes.add(traceIds),
    onAll: () => changes.addAll(),
  });
  const flush = setInterval(() => holder.flush(), FLUSH_MS);

  return {
    start: (options) => {
      try {
        holder.use(() => {});
      } catch (thrown) {
        const failed: ReceiverState = { state: 'failed', port: options.port, message: problemOf(thrown).message };
        tell('receiver', failed);
        return failed;
      }
      return listeners.start(options);
    },
    stop: () => listeners.stop(),
    configure: (limits) => holder.configure(limits),
    freePortNear: ({ port }) => freePortNear(port),
    list: (query) => holder.use((store) => store.list({ ...query, limit: Math.min(query.limit, MAX_LISTED) })),
    trace: ({ traceId }) => holder.use((store) => store.trace(traceId)),
    endingWith: ({ lowHalf }) => holder.use((store) => store.endingWith(lowHalf)),
    oldestEpochNs: () => holder.use((store) => store.oldestEpochNs()),
    services: () => holder.use((store) => store.services()),
    operations: ({ service }) => holder.use((store) => store.operations(service)),
    keep: ({ payloads }) => keepPayloads(holder, payloads, (traceIds) => changes.add(traceIds)),
    logs: ({ traceId }) => holder.use((store) => store.logsOf(traceId)),
    lastArrival: ({ traceId }) => holder.use((store) => store.lastArrivalMs(traceId)),
    linksTo: (target) => holder.use((store) => store.linksTo(target)),
    clear: () => {
      holder.use((store) => store.clear());
      changes.addAll();
    },
    stats: () => holder.use((store) => store.stats()),
    codeSites: ({ after }) => holder.use((store) => store.codeSites(after)),
    latency: ({ groups, windowMs }) => holder.use((store) => store.latency(groups, beganNs(windowMs))),
    latencyBetween: ({ groups, fromEpochNs, toEpochNs }) =>
      holder.use((store) => store.latencyBetween(groups, BigInt(fromEpochNs), BigInt(toEpochNs))),
    distribution: ({ sites, windowMs }) => holder.use((store) => store.distribution(sites, beganNs(windowMs))),
    hotSites: ({ windowMs, limit }) => holder.use((store) => store.hotSites(beganNs(windowMs), limit)),
    serviceVersions: ({ service }) => holder.use((store) => store.serviceVersions(service)),
    exemplars: ({ sites, order, limit }) => holder.use((store) => store.exemplars(sites, order, limit)),
    close: async () => {
      await listeners.stop();
      clearInterval(flush);
      follower.dispose();
      changes.dispose();
      holder.close();
    },
  };
}

/** When a window that ends now began. */
function beganNs(windowMs: number): bigint {
  return BigInt(Math.max(0, Math.floor(Date.now() - windowMs))) * 1_000_000n;
}
