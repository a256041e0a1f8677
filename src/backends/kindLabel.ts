import type { BackendKind } from './backend.ts';

/** A kind of server for people. */
export function kindLabel(kind: BackendKind): string {
  switch (kind) {
    case 'jaeger':
      return 'Jaeger';
    case 'tempo':
      return 'Grafana Tempo';
    case 'zipkin':
      return 'Zipkin';
    case 'aspire':
      return '.NET Aspire';
    case 'prometheus':
      return 'Prometheus';
  }
}
