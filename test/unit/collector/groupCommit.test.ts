import { expect, test } from 'vitest';
import { GroupCommit } from '../../../src/collector/groupCommit.ts';
import { Refusal } from '../../../src/collector/receiver/refusal.ts';
import type { Payload } from '../../../src/collector/store/ingest.ts';
import { PendingCounts } from '../../../src/collector/store/pendingCounts.ts';
import { DEFAULT_CAP_BYTES } from '../../../src/collector/store/store.ts';
import { StoreHolder } from '../../../src/collector/storeHolder.ts';
import { StoreSink } from '../../../src/collector/storeSink.ts';
import { exportJson, protoBytes, traceId } from './support/payloads.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';

const payload = (bytes = 1): Payload => ({ protobuf: new Uint8Array(bytes), rejected: [] });
const kept = { kept: true, rejected: [], traceIds: [], stored: 0, duplicate: 0 } as const;

function counting(): { readonly groups: number[]; readonly commit: GroupCommit } {
  const groups: number[] = [];
  const commit = new GroupCommit((payloads) => {
    groups.push(payloads.length);
    return payloads.map(() => kept);
  });
  return { groups, commit };
}

test('payloads of one turn share a transaction, and none is answered before it', async () => {
  const { groups, commit } = counting();
  const answers = [commit.add(payload()), commit.add(payload()), commit.add(payload())];
  let answered = false;
  void answers[0]!.then(() => (answered = true));
  await Promise.resolve();
  expect([groups, answered]).toEqual([[], false]);
  await Promise.all(answers);
  expect(groups).toEqual([3]);
  await commit.add(payload());
  expect(groups).toEqual([3, 1]);
});

test('a group has an end, by number and by bytes, and one of any size goes alone', async () => {
  const { groups, commit } = counting();
  await Promise.all(Array.from({ length: 150 }, () => commit.add(payload())));
  expect(groups).toEqual([64, 64, 22]);
  groups.length = 0;
  const mib = 2 ** 20;
  await Promise.all([9, 1, 3, 1].map((size) => commit.add(payload(size * mib))));
  expect(groups).toEqual([1, 2, 1]);
});

test('a transaction that fails is the answer to each of its payloads, and the next group is tried', async () => {
  let fails = true;
  const commit = new GroupCommit((payloads) => {
    if (fails) throw new Error('full');
    return payloads.map(() => kept);
  });
  const answers = await Promise.allSettled([commit.add(payload()), commit.add(payload())]);
  expect(answers).toMatchObject([
    { status: 'rejected', reason: { message: 'full' } },
    { status: 'rejected', reason: { message: 'full' } },
  ]);
  fails = false;
  expect(await commit.add(payload())).toBe(kept);
});

test('in a shared transaction each payload is kept or refused by itself', async () => {
  const directory = temporaryDirectory();
  const pending = new PendingCounts();
  const holder = new StoreHolder({ directory, mode: 'write', capBytes: DEFAULT_CAP_BYTES, pending }, () => {});
  const told: unknown[] = [];
  const sink = new StoreSink(holder, pending, (ids) => told.push(...ids));
  const good = (trace: number) => ({
    encoding: 'protobuf' as const,
    bytes: protoBytes(exportJson({ service: 's', spans: [{ trace }] })),
  });
  const answers = await Promise.allSettled([
    sink.keep(good(1)),
    sink.keep({ encoding: 'protobuf', bytes: Uint8Array.of(0x0a, 9) }),
    sink.keep(good(2)),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(answers[1]).toMatchObject({ reason: { code: 'malformed' } });
  expect(told).toEqual([traceId(1), traceId(2)]);
  expect(holder.use((store) => store.stats())).toMatchObject({ stored: 2, traces: 2 });
  holder.close();
});

test('when the commit fails every payload of it is to be sent again, and none is kept', async () => {
  const directory = temporaryDirectory();
  const pending = new PendingCounts();
  class FullHolder extends StoreHolder {
    override use(): never {
      throw Object.assign(new Error('full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
    }
  }
  const holder = new FullHolder({ directory, mode: 'write', capBytes: DEFAULT_CAP_BYTES, pending }, () => {});
  const sink = new StoreSink(holder, pending, () => expect.unreachable());
  const bytes = protoBytes(exportJson({ service: 's', spans: [{}] }));
  const answers = await Promise.allSettled([1, 2].map(() => sink.keep({ encoding: 'protobuf', bytes })));
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 'rejected', reason: { status: 503, reason: 'disk-full' } });
    expect((answer as PromiseRejectedResult).reason).toBeInstanceOf(Refusal);
  }
});
