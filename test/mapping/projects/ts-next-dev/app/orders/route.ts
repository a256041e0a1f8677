import { trace } from '@opentelemetry/api';
import { type NextRequest, NextResponse } from 'next/server';
import { countStock } from '../../lib/stock';

export const dynamic = 'force-dynamic';

interface Order {
  readonly id: string;
  readonly items: readonly string[];
}

class EmptyOrder extends Error {}

function check(order: Order): void {
  if (order.items.length === 0) {
    throw new EmptyOrder(`order ${order.id} has no items`);
  }
}

export async function POST(request: NextRequest): Promise<NextResponse> {
  const order = (await request.json()) as Order;
  const span = trace.getTracer('storefront').startSpan('placeOrder');
  try {
    check(order);
    const counts = await Promise.all(order.items.map((item) => countStock(item)));
    return NextResponse.json({ id: order.id, counts }, { status: 201 });
  } catch (error) {
    span.recordException(error as Error);
    return NextResponse.json({ error: (error as Error).message }, { status: 409 });
  } finally {
    span.end();
  }
}
