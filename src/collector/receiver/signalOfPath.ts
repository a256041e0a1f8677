/** What OTLP carries. We keep traces and logs; metrics are answered and counted. */
export type Signal = 'traces' | 'logs' | 'metrics';

/**
 * The signal that an OTLP/HTTP path is for. A query string is ignored; anything else that differs, a trailing slash or
 * a whole URL included, is another resource.
 */
export function signalOfPath(requestTarget: string): Signal | undefined {
  switch (requestTarget.split('?', 1)[0]) {
    case '/v1/traces':
      return 'traces';
    // SDKs with one OTLP endpoint send all three signals there. A 404 would make them log an error at every export.
    case '/v1/logs':
      return 'logs';
    case '/v1/metrics':
      return 'metrics';
    default:
      return undefined;
  }
}
