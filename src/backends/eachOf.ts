/** Calls `act` for every item, at most `atATime` at once, in order; the first failure ends it and is thrown. */
export async function eachOf<T>(items: readonly T[], atATime: number, act: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < items.length && !failed) {
      try {
        await act(items[next++]!);
      } catch (thrown) {
        failed = true;
        throw thrown;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, worker));
}
