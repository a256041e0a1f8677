/** What the labels of metrics made from spans are called. */
export interface SpanLabels {
  readonly service: string;
  readonly operation: string;
  readonly kind: string | undefined;
  readonly status: string | undefined;
}

/** In order of preference: what Prometheus adds by itself may be called `service` as well. */
const SPELLINGS: Readonly<Record<keyof SpanLabels, readonly string[]>> = {
  service: ['service_name', 'service.name', 'service'],
  operation: ['span_name', 'span.name', 'operation'],
  kind: ['span_kind', 'span.kind'],
  status: ['status_code', 'status.code'],
};

/** `undefined` when the metric does not tell service and operation. */
export function spanLabelsOf(labels: readonly string[]): SpanLabels | undefined {
  const find = (label: keyof SpanLabels): string | undefined => SPELLINGS[label].find((name) => labels.includes(name));
  const [service, operation] = [find('service'), find('operation')];
  return service === undefined || operation === undefined
    ? undefined
    : { service, operation, kind: find('kind'), status: find('status') };
}
