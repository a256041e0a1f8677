import { SpanStatusCode, trace } from '@opentelemetry/api';

const SHELVES: Record<string, number> = {
  tea: 12,
  cup: 3,
};

/** How many there are; fails for what the shop has never had. */
export async function countStock(item: string): Promise<number> {
  return trace.getTracer('storefront').startActiveSpan('countStock', async (span) => {
    try {
      const count = SHELVES[item];
      if (count === undefined) throw new Error(`${item} is on no shelf`);
      return count;
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
