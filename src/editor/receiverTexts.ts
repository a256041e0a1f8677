import { counted } from '../core/counted.ts';
import type { CollectorStats, GrpcState, ReceiverState } from '../core/protocol.ts';

/** What the status bar says of the receiver. */
export function statusText(state: ReceiverState): string {
  switch (state.state) {
    case 'off':
      return '$(circle-slash) Traces: off';
    case 'on':
      return `$(broadcast) Traces: ${state.port}`;
    case 'elsewhere':
      return `$(window) Traces: ${state.port}`;
    case 'busy':
      return `$(warning) Traces: port ${state.port} busy`;
    case 'failed':
      return '$(warning) Traces: failed';
  }
}

/** The same in a sentence that says what to do. */
export function stateText(state: ReceiverState): string {
  switch (state.state) {
    case 'off':
      return 'The receiver is off.';
    case 'on':
      return `Receiving OTLP over HTTP on ${state.addresses.map(bracketed).join(' and ')}, port ${state.port}${grpcText(state.grpc)}.`;
    case 'elsewhere':
      return `Another window receives on port ${state.port}. Its traces are shown here too, and this window takes over when that one closes.`;
    case 'busy':
      return `Port ${state.port} is taken by ${state.by}. Stop that, or choose another port in spanline.receiver.port.`;
    case 'failed':
      return `The receiver could not start on port ${state.port}: ${state.message}`;
  }
}

/** One line for the tooltip: what became of the spans so far, and how full the store is. */
export function tallyText(stats: CollectorStats, capBytes: number): string {
  const parts = [`${counted(stats.received, 'span')} received`, `${number(stats.stored)} stored`];
  if (stats.duplicate > 0) parts.push(`${number(stats.duplicate)} duplicate`);
  const rejected = sum(stats.rejected);
  if (rejected > 0) parts.push(`${number(rejected)} rejected`);
  const evicted = sum(stats.evicted);
  if (evicted > 0) parts.push(`${number(evicted)} evicted`);
  return `${parts.join(' · ')}. ${counted(stats.traces, 'trace')} in ${megabytes(stats.storeBytes)} of ${megabytes(capBytes)}.`;
}

/** Every counter, a line each. */
export function statisticsText(stats: CollectorStats): string {
  const { logs } = stats;
  const lines = [
    `received ${counted(stats.received, 'span')}`,
    `stored ${number(stats.stored)}, duplicate ${number(stats.duplicate)}`,
    ...reasons('rejected', stats.rejected),
    ...reasons('evicted', stats.evicted),
    ...(logs && logs.received > 0
      ? [
          `logs: received ${number(logs.received)}, stored ${number(logs.stored)}, without a trace ${number(logs.withoutTrace)}, malformed ${number(logs.malformed)}, evicted ${number(logs.evicted)}`,
        ]
      : []),
    ...reasons('refused requests', stats.refusedRequests),
    ...reasons('ignored requests', stats.ignoredRequests),
    ...(stats.storesMovedAside > 0 ? [`damaged stores moved aside: ${number(stats.storesMovedAside)}`] : []),
    ...(stats.damagedChunks > 0 ? [`damaged parts of traces passed over: ${number(stats.damagedChunks)}`] : []),
    `${counted(stats.traces, 'trace')} in ${megabytes(stats.storeBytes)}`,
  ];
  return lines.join('\n');
}

function grpcText(grpc: GrpcState | undefined): string {
  switch (grpc?.state) {
    case undefined:
    case 'off':
      return '';
    case 'on':
      return `, and over gRPC on port ${grpc.port}`;
    case 'busy':
      return `; not over gRPC, because port ${grpc.port} is taken by ${grpc.by}`;
    case 'failed':
      return `; not over gRPC: ${grpc.message.replace(/\.$/, '')}`;
  }
}

function bracketed(address: string): string {
  return address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
}

function reasons(what: string, counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts).map(([reason, count]) => `${what}: ${number(count)} (${reason})`);
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function megabytes(bytes: number): string {
  return `${number(Math.round(bytes / 1_048_576))} MiB`;
}
