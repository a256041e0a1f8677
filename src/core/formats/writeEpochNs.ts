import type { ByteWriter } from './byteWriter.ts';

/** A fixed64 of nanoseconds since the Unix epoch; what does not fit wraps around, as it does in the senders' own integers. */
export function writeEpochNs(out: ByteWriter, field: number, epochNs: bigint): void {
  const bits = BigInt.asUintN(64, epochNs);
  out.fixed64(field, Number(bits >> 32n), Number(bits & 0xffffffffn));
}
