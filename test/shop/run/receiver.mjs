import { once } from 'node:events';
import { connect } from 'node:net';

/** Says once, on stderr, that nobody listens for spans: the exporters in the services keep quiet about it. */
export async function reportMissingReceiver(otlp) {
  const { protocol, hostname, port } = new URL(otlp);
  const socket = connect(Number(port) || (protocol === 'https:' ? 443 : 80), hostname);
  try {
    await once(socket, 'connect');
  } catch (error) {
    process.stderr.write(`No OTLP receiver at ${otlp} (${error.code}). The shop runs on; its spans are dropped.\n`);
  } finally {
    socket.destroy();
  }
}
