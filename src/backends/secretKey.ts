/**
 * The name in SecretStorage of a backend's secret. Scheme, host and port are in it: a backend whose address changes,
 * by whomever, has no secret until the user enters it again (security.md T21).
 * @param origin as `parseBaseUrl` gives it
 */
export function secretKey(origin: string, id: string): string {
  const { protocol, hostname, port } = new URL(origin);
  const explicitPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return `spanline.backend ${protocol}//${hostname}:${explicitPort} ${id}`;
}
