interface LogRecord {
  readonly timeUnixNano?: string;
  readonly observedTimeUnixNano?: string;
  readonly body?: { readonly stringValue?: string };
  readonly attributes?: readonly unknown[];
}

interface ScopeLogs {
  readonly scope?: unknown;
  readonly logRecords: readonly LogRecord[];
}

interface LogsData {
  readonly resourceLogs?: readonly { readonly resource?: unknown; readonly scopeLogs: readonly ScopeLogs[] }[];
}

const TRACE = 'f'.repeat(32);

/**
 * Log records say where their code is by the same attributes, so a capture of logs becomes one of spans, whose IDs number the records from 1; undefined for a
 * capture of spans.
 */
export function logsAsSpans(text: string): string | undefined {
  const { resourceLogs } = JSON.parse(text) as LogsData;
  if (!resourceLogs) return undefined;
  let count = 0;
  const spanOf = ({ timeUnixNano, observedTimeUnixNano, body, attributes = [] }: LogRecord): object => {
    const time = timeUnixNano ?? observedTimeUnixNano;
    return {
      traceId: TRACE,
      spanId: (++count).toString(16).padStart(16, '0'),
      name: body?.stringValue ?? 'log record',
      startTimeUnixNano: time,
      endTimeUnixNano: time,
      attributes,
    };
  };
  const resourceSpans = resourceLogs.map(({ resource, scopeLogs }) => ({
    resource,
    scopeSpans: scopeLogs.map(({ scope, logRecords }) => ({ scope, spans: logRecords.map(spanOf) })),
  }));
  return JSON.stringify({ resourceSpans });
}
