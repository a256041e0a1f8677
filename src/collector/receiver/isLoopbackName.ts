const IPV4 = /^(?<first>\d{1,3})\.(?<second>\d{1,3})\.(?<third>\d{1,3})\.(?<fourth>\d{1,3})$/;

/**
 * Whether a host name, in lower case, is `localhost`, a full dotted quad in 127.0.0.0/8, or `[::1]`.
 * Compared whole: `startsWith('127.')` would let `127.attacker.example` in.
 */
export function isLoopbackName(name: string): boolean {
  if (name === 'localhost' || name === '[::1]') return true;
  const octets = IPV4.exec(name)?.slice(1).map(Number);
  return octets !== undefined && octets[0] === 127 && octets.every((octet) => octet <= 255);
}
