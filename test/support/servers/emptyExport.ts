/** An OTLP export without spans, which a receiver takes and passes on to nobody: the way to see that it listens. */
export function emptyExport(signal: AbortSignal): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}', signal };
}
