import { parseSpanId, parseTraceId } from '../core/ids.ts';
import type { TraceIdHit } from '../core/traceIdForms/traceIdHit.ts';
import type { EpochRange } from '../core/timeWindow.ts';
import type { TraceRequest } from './traceRequest.ts';

/** A request as an argument of our own command, where everything has to survive JSON. */
export interface TraceArgument {
  readonly traceId: string;
  readonly spanId?: string | undefined;
  readonly sampled?: boolean | undefined;
  readonly form?: TraceIdHit['form'] | undefined;
  /** Decimal nanoseconds since the Unix epoch. */
  readonly near?: readonly [from: string, to: string] | undefined;
}

export function traceArgument(hit: TraceIdHit, near: EpochRange | undefined): TraceArgument {
  const { traceId, spanId, sampled, form } = hit;
  return {
    traceId,
    spanId,
    sampled,
    form,
    near: near && [near.fromEpochNs.toString(), near.toEpochNs.toString()],
  };
}

/** Reads such an argument, or an ID alone; anybody may call the command, so everything is checked. */
export function readTraceRequest(argument: unknown): TraceRequest | undefined {
  if (typeof argument === 'string') return readTraceRequest({ traceId: argument });
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { traceId, spanId, sampled, form, near } = argument as Readonly<Record<string, unknown>>;
  const id = typeof traceId === 'string' ? parseTraceId(traceId) : undefined;
  if (!id) return undefined;
  return {
    traceId: id,
    spanId: typeof spanId === 'string' ? parseSpanId(spanId) : undefined,
    sampled: typeof sampled === 'boolean' ? sampled : undefined,
    form: form === 'x-ray' || form === 'datadog' ? form : undefined,
    near: readRange(near),
  };
}

function readRange(near: unknown): EpochRange | undefined {
  if (!Array.isArray(near) || near.length !== 2) return undefined;
  const [from, to] = near as readonly unknown[];
  const isTime = (value: unknown): value is string => typeof value === 'string' && /^\d{1,20}$/.test(value);
  return isTime(from) && isTime(to) ? { fromEpochNs: BigInt(from), toEpochNs: BigInt(to) } : undefined;
}
