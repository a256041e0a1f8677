import { parseArgs } from 'node:util';

const MODES = ['build', 'traffic', 'once', 'serve'];
const PROTOCOLS = ['http/protobuf', 'http/json'];
const USAGE = `Usage: node shop.mjs ${MODES.join(' | ')} [--otlp URL] [--protocol ${PROTOCOLS.join(' | ')}]`;

/**
 * What the command line asks for; an option wins over its OpenTelemetry environment variable.
 * @throws {Error} with the usage, for anything it does not know.
 */
export function readOptions(args, env) {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { otlp: { type: 'string' }, protocol: { type: 'string' } },
  });
  const [mode] = positionals;
  const otlp = values.otlp ?? env.OTEL_EXPORTER_OTLP_ENDPOINT ?? 'http://127.0.0.1:4318';
  const protocol = values.protocol ?? env.OTEL_EXPORTER_OTLP_PROTOCOL ?? PROTOCOLS[0];
  if (positionals.length !== 1 || !MODES.includes(mode)) throw new Error(USAGE);
  if (!PROTOCOLS.includes(protocol)) throw new Error(`The shop does not speak "${protocol}". ${USAGE}`);
  if (!URL.canParse(otlp)) throw new Error(`"${otlp}" is not a URL. ${USAGE}`);
  return { mode, otlp, protocol };
}
