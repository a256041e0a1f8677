import { attributeOf, stringAttribute, type Attribute } from './attribute.ts';
import type { SpanDetail } from './span.ts';

const HTTP = /^(?:HTTP|(?:HTTP )?(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|QUERY|_OTHER))(?: |$)/;
const SQL =
  /^(?:SELECT|INSERT|UPDATE|DELETE|MERGE|UPSERT|CREATE|ALTER|DROP|TRUNCATE|BEGIN|START|COMMIT|ROLLBACK|CALL|EXEC|EXECUTE|SET|SHOW|WITH)(?: |$)/;
const MESSAGING: ReadonlySet<string> = new Set(
  'publish send receive process settle create deliver ack poll consume subscribe'.split(' '),
);
const RPC = /^[\w$.]{1,150}\/\w{1,100}$/;

/** Whether a semantic convention, and so a library, has made the span's name: such a name stands in nobody's code. */
export function isConventionalName({
  name,
  kind,
  attributes,
  scope,
}: Pick<SpanDetail, 'name' | 'kind' | 'attributes' | 'scope'>): boolean {
  const says = (...keys: readonly string[]): boolean => keys.some((key) => attributeOf(attributes, key) !== undefined);
  const remote = kind === 'server' || kind === 'client';
  return (
    isInstrumentation(scope.name) ||
    HTTP.test(name) ||
    name.startsWith('/') ||
    name === stringAttribute(attributes, 'http.route') ||
    SQL.test(name) ||
    (kind === 'client' && says('db.system', 'db.system.name') && isDatabaseName(name, attributes)) ||
    ((kind === 'producer' || kind === 'consumer' || says('messaging.system')) && isMessagingName(name, attributes)) ||
    ((remote || says('rpc.system', 'rpc.system.name')) && RPC.test(name)) ||
    (says('rpc.system', 'rpc.system.name') && name === rpcName(attributes))
  );
}

/** Instrumentation libraries name their spans; those for annotations take the name from the code. */
function isInstrumentation(scope: string): boolean {
  const name = scope.toLowerCase();
  if (/annotations|autoconfigure/.test(name)) return false;
  if (name.includes('opentelemetry') && name.includes('instrumentation')) return true;
  return /^(?:io\.opentelemetry\.|opentelemetry_(?:phoenix|ecto|cowboy|bandit|oban|tesla)|microsoft\.(?:aspnetcore|entityframeworkcore)|system\.net\.|npgsql$|next\.js$)/.test(
    name,
  );
}

/** `orders.find`, `find orders`, `shop`, `redis-GET`: no words of a person. */
function isDatabaseName(name: string, attributes: readonly Attribute[]): boolean {
  const space = name.indexOf(' ');
  if (space < 0) return true;
  const first = name.slice(0, space);
  const operation =
    stringAttribute(attributes, 'db.operation.name') ?? stringAttribute(attributes, 'db.operation') ?? '';
  return first === first.toUpperCase() || first.toLowerCase() === operation.toLowerCase();
}

function isMessagingName(name: string, attributes: readonly Attribute[]): boolean {
  const words = name.toLowerCase().split(' ');
  if (MESSAGING.has(words[0]!) || MESSAGING.has(words.at(-1)!)) return true;
  return ['messaging.destination.name', 'messaging.destination'].some(
    (key) => stringAttribute(attributes, key) === name,
  );
}

function rpcName(attributes: readonly Attribute[]): string {
  const [service, method] = ['rpc.service', 'rpc.method'].map((key) => stringAttribute(attributes, key) ?? '');
  return `${service}.${method}`;
}
