/** Names of fields in OTLP's messages that are more than one word. */
const NAMES = [
  'resourceSpans',
  'resourceLogs',
  'resourceMetrics',
  'scopeSpans',
  'schemaUrl',
  'traceId',
  'spanId',
  'traceState',
  'parentSpanId',
  'startTimeUnixNano',
  'endTimeUnixNano',
  'timeUnixNano',
  'droppedAttributesCount',
  'droppedEventsCount',
  'droppedLinksCount',
  'stringValue',
  'boolValue',
  'intValue',
  'doubleValue',
  'bytesValue',
  'arrayValue',
  'kvlistValue',
];

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * Other spellings of OTLP's field names, to the ones that the specification has. OTLP JSON has no keys of the sender's choosing
 * (attributes are lists of pairs), so they can be looked for at any place.
 */
export const OTLP_JSON_ALIASES: ReadonlyMap<string, string> = new Map([
  ...NAMES.map((name) => [snakeCase(name), name] as const),
  // Tempo's first API.
  ['batches', 'resourceSpans'],
  // OTLP before 1.0.
  ['instrumentationLibrarySpans', 'scopeSpans'],
  ['instrumentation_library_spans', 'scopeSpans'],
  ['instrumentationLibrary', 'scope'],
  ['instrumentation_library', 'scope'],
]);
