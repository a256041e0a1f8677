import { ByteWriter } from '../../src/core/formats/byteWriter.ts';

export type Shape = 'mixed' | 'wide' | 'deep';

const SERVICES = [
  'frontend',
  'checkout',
  'cart',
  'payment',
  'shipping',
  'catalog',
  'currency',
  'email',
  'postgres',
  'redis',
];
const OPERATIONS = [
  'GET /api/items',
  'POST /api/orders',
  'SELECT orders',
  'INSERT orders',
  'HGET cart',
  'publish order',
  'render',
  'validate',
];
const EPOCH_NS = 1_767_225_600_000_000_000n;
const MAX_MIXED_DEPTH = 24;

interface Place {
  readonly parent: number;
  readonly depth: number;
  readonly startUs: number;
  readonly durationUs: number;
}

/**
 * A trace as OTLP protobuf, the same one for the same arguments: `mixed` has skewed fan-out, sequential and parallel children and up
 * to 24 levels, `wide` one parent for all, `deep` one chain. Every span has six attributes, one in seven an event, one in fifty an error.
 */
export function generateTrace(spans: number, shape: Shape): Uint8Array {
  const random = mulberry32(1);
  const places = layOut(spans, shape, random);
  const out = new ByteWriter(spans * 300);
  const byService = SERVICES.map((): number[] => []);
  const serviceOf: number[] = [];
  for (let i = 0; i < places.length; i++) {
    const service =
      i === 0 ? 0 : random() < 0.6 ? serviceOf[places[i]!.parent]! : Math.floor(random() * SERVICES.length);
    serviceOf.push(service);
    byService[service]!.push(i);
  }
  for (const [service, members] of byService.entries()) {
    if (members.length === 0) continue;
    const resourceSpans = out.begin(1);
    const resource = out.begin(1);
    attribute(out, 1, 'service.name', SERVICES[service]!);
    out.end(resource);
    const scopeSpans = out.begin(2);
    for (const i of members) writeSpan(out, i, places[i]!, random);
    out.end(scopeSpans);
    out.end(resourceSpans);
  }
  return out.view();
}

function layOut(spans: number, shape: Shape, random: () => number): readonly Place[] {
  const places: Place[] = [{ parent: -1, depth: 0, startUs: 0, durationUs: Math.max(1e6, spans * 200) }];
  const frontier = [0];
  while (places.length < spans) {
    const from = shape === 'mixed' ? takeAny(frontier, random) : shape === 'wide' ? 0 : places.length - 1;
    const parent = places[from]!;
    const wanted = shape === 'mixed' ? 1 + Math.floor(random() ** 2.2 * 12) : shape === 'wide' ? spans : 1;
    const count = Math.min(frontier.length < 4 ? Math.max(wanted, 6) : wanted, spans - places.length);
    const parallel = random() < 0.35;
    const slotUs = parent.durationUs / (count + 0.5);
    for (let n = 0; n < count; n++) {
      const [startUs, durationUs] =
        shape === 'deep'
          ? [parent.startUs + 1, parent.durationUs - 2]
          : parallel
            ? [parent.startUs + parent.durationUs * 0.05 * random(), parent.durationUs * (0.2 + 0.7 * random())]
            : [parent.startUs + slotUs * n + slotUs * 0.2 * random(), slotUs * (0.5 + 0.4 * random())];
      places.push({
        parent: from,
        depth: parent.depth + 1,
        startUs: Math.floor(startUs),
        durationUs: Math.max(1, Math.floor(durationUs)),
      });
      if (shape === 'mixed' && parent.depth + 1 < MAX_MIXED_DEPTH) frontier.push(places.length - 1);
    }
    if (frontier.length === 0) frontier.push(0);
  }
  return places;
}

function takeAny(frontier: number[], random: () => number): number {
  const at = Math.floor(random() * frontier.length);
  const taken = frontier[at]!;
  frontier[at] = frontier.at(-1)!;
  frontier.pop();
  return taken;
}

function writeSpan(out: ByteWriter, i: number, place: Place, random: () => number): void {
  const span = out.begin(2);
  out.bytes(1, TRACE_ID);
  out.bytes(2, idBytes(i + 1));
  if (place.parent >= 0) out.bytes(4, idBytes(place.parent + 1));
  out.string(5, OPERATIONS[Math.floor(random() * OPERATIONS.length)]!);
  out.varint(6, 1 + Math.floor(random() * 5));
  time(out, 7, place.startUs);
  time(out, 8, place.startUs + place.durationUs);
  attribute(out, 9, 'http.request.method', 'GET');
  attribute(out, 9, 'http.response.status_code', '200');
  attribute(out, 9, 'url.full', `https://shop.example/api/items/${i}?page=${Math.floor(random() * 100)}`);
  attribute(out, 9, 'thread.id', String(Math.floor(random() * 64)));
  attribute(out, 9, 'enduser.id', `user-${Math.floor(random() * 5000)}`);
  attribute(out, 9, 'code.function', `handler_${Math.floor(random() * 300)}`);
  if (random() < 1 / 7) {
    const event = out.begin(11);
    time(out, 1, place.startUs + place.durationUs * random());
    out.string(2, 'log');
    attribute(out, 3, 'message', `event on span ${i}`);
    out.end(event);
  }
  if (random() < 1 / 50) {
    const status = out.begin(15);
    out.varint(3, 2);
    out.end(status);
  }
  out.end(span);
}

function attribute(out: ByteWriter, field: number, key: string, text: string): void {
  const start = out.begin(field);
  out.string(1, key);
  const value = out.begin(2);
  out.string(1, text);
  out.end(value);
  out.end(start);
}

const TRACE_ID = Uint8Array.from({ length: 16 }, (_, i) => i + 1);

function idBytes(n: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(n));
  return bytes;
}

function time(out: ByteWriter, field: number, us: number): void {
  const ns = EPOCH_NS + BigInt(Math.floor(us)) * 1000n;
  out.fixed64(field, Number(ns >> 32n), Number(ns & 0xffffffffn));
}

/** A small generator with a good spread; the same numbers everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
