/** The address of another service, which the launcher passes as `<NAME>_URL`. */
export function serviceUrl(name: 'orders' | 'inventory'): string {
  const variable = `${name.toUpperCase()}_URL`;
  const url = process.env[variable];
  if (!url) throw new Error(`${variable} is not set. Start the services with "node shop.mjs".`);
  return url;
}
