/** What an HTTP/2 client sends first (RFC 9113 3.4), as far as it tells it from all else. */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** Whether a connection that began with these bytes speaks HTTP/2; `maybe` when there are too few to say. */
export function isPreface(head: Uint8Array): 'yes' | 'no' | 'maybe' {
  const known = Math.min(head.length, PREFACE.length);
  if (PREFACE.compare(head, 0, known, 0, known) !== 0) return 'no';
  return known === PREFACE.length ? 'yes' : 'maybe';
}
