/** `name`, `name:port` or `[v6]:port`; nothing else is a Host header. */
export const HOST = /^(?<name>\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::\d{0,5})?$/i;

/** Whether this is a Host header at all, whosever. */
export function isHost(host: string): boolean {
  return HOST.test(host);
}
