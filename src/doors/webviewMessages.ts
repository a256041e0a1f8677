/*
 * One HTTP answer carries one RPC message as a webview would get it: a JSON head, then the ArrayBuffers that JSON cannot hold.
 * Layout: u32 little endian length of the head, head, buffers. The head says where in the message each buffer belongs.
 */
interface Head {
  readonly message: unknown;
  readonly buffers: readonly { readonly path: readonly string[]; readonly byteLength: number }[];
}

/** Packs a message; buffers are found where the RPC transfers them: an answer, or one level down in one. */
export function packMessage(message: unknown): Uint8Array<ArrayBuffer> {
  const buffers: { path: string[]; bytes: ArrayBuffer }[] = [];
  const head: Head = { message: lift(message, [], buffers), buffers: [] };
  const text = JSON.stringify({
    ...head,
    buffers: buffers.map(({ path, bytes }) => ({ path, byteLength: bytes.byteLength })),
  });
  const json = new TextEncoder().encode(text);
  const total = buffers.reduce((sum, { bytes }) => sum + bytes.byteLength, 4 + json.length);
  const packed = new Uint8Array(total);
  new DataView(packed.buffer).setUint32(0, json.length, true);
  packed.set(json, 4);
  let at = 4 + json.length;
  for (const { bytes } of buffers) {
    packed.set(new Uint8Array(bytes), at);
    at += bytes.byteLength;
  }
  return packed;
}

/** Deep enough for `outcome.ok.<field>`. */
const MAX_DEPTH = 3;

function lift(value: unknown, path: string[], buffers: { path: string[]; bytes: ArrayBuffer }[]): unknown {
  if (value instanceof ArrayBuffer) {
    buffers.push({ path, bytes: value });
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || path.length >= MAX_DEPTH) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, lift(part, [...path, key], buffers)]));
}
