import { ByteWriter } from '../../../src/core/formats/byteWriter.ts';

export const TRACE_ID = Buffer.from('0af7651916cd43dd8448eb211c80319c', 'hex');
const START_HIGH = 0x18860000;

export function idOf(number: number): Buffer {
  const id = Buffer.alloc(8);
  id.writeUInt32BE(number, 4);
  return id;
}

export interface ProtoSpan {
  readonly id: number;
  readonly parent?: number;
  readonly traceId?: Uint8Array;
  readonly more?: (out: ByteWriter) => void;
}

/** TracesData with these spans in one scope, whatever their number. */
export function protoPayload(spans: Iterable<ProtoSpan>): Uint8Array {
  const out = new ByteWriter(2 ** 16);
  const resource = out.begin(1);
  const scope = out.begin(2);
  for (const span of spans) writeSpan(out, span);
  out.end(scope);
  out.end(resource);
  return out.finish();
}

function writeSpan(out: ByteWriter, { id, parent, traceId = TRACE_ID, more }: ProtoSpan): void {
  const span = out.begin(2);
  out.bytes(1, traceId);
  out.bytes(2, idOf(id));
  if (parent !== undefined) out.bytes(4, idOf(parent));
  out.string(5, `span ${id}`);
  out.fixed64(7, START_HIGH, id);
  out.fixed64(8, START_HIGH, id + 10);
  more?.(out);
  out.end(span);
}
