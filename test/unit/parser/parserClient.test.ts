import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { ParserClient } from '../../../src/parser/parserClient.ts';
import { bytesOf, otlpPayload, otlpSpan, spanId } from '../core/payloads.ts';
import type { SpanId } from '../../../src/core/ids.ts';

const parser = new ParserClient(new URL('../../../src/parser/parserWorker.ts', import.meta.url));
afterAll(() => parser.dispose());

const bufferOf = (bytes: Uint8Array): ArrayBuffer => {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy.buffer;
};
const payload = bytesOf(otlpPayload([otlpSpan({ id: 1 }), otlpSpan({ id: 2, parent: 1, name: 'SELECT orders' })]));

describe('the parser worker', () => {
  test.each([
    ['plain', payload],
    ['gzip', gzipSync(payload)],
  ])('opens %s bytes, finds rows and gives details', async (_, bytes) => {
    const { format, traces } = await parser.rpc.call('open', { chunks: [bufferOf(bytes)] });
    expect(format).toBe('otlp-json');
    const { handle, header } = traces[0]!;
    expect(header.count).toBe(2);
    expect(await parser.rpc.call('rowOf', { trace: handle, spanId: spanId(2) as SpanId })).toBe(1);
    expect((await parser.rpc.call('detail', { trace: handle, row: 1 })).name).toBe('SELECT orders');
    const found = await parser.rpc.call('find', { trace: handle, text: 'select' });
    expect([...new Uint32Array(found.rows)]).toEqual([1]);
    await parser.rpc.call('close', { trace: handle });
    await expect(parser.rpc.call('detail', { trace: handle, row: 0 })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('the same trace from JSON and protobuf of the shop reads alike', async () => {
    const read = async (folder: string, name: string): Promise<object> => {
      const file = new URL(`../../fixtures/shop/${folder}/${name}`, import.meta.url);
      const { traces } = await parser.rpc.call('open', { chunks: [bufferOf(readFileSync(file))] });
      const { header, handle } = traces[0]!;
      const { attributes } = await parser.rpc.call('detail', { trace: handle, row: 1 });
      return { names: header.names, services: header.services, keys: attributes.map(({ key }) => key) };
    };
    expect(await read('otlp-json', '01-gateway.json')).toEqual(await read('otlp-protobuf', '01-gateway.bin'));
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['a web page', bytesOf('<!doctype html><title>Login</title>')],
    ['other JSON', bytesOf('{"status":"error"}')],
    ['a broken gzip', gzipSync(payload).subarray(0, 40)],
    ['random bytes', Uint8Array.of(0x99, 0x12, 0x00, 0xff)],
  ])('refuses %s with a sentence', async (_, bytes) => {
    await expect(parser.rpc.call('open', { chunks: [bufferOf(bytes)] })).rejects.toThrow(/\.$/);
  });

  test('an exhausted heap kills the worker, not the caller, and the next call works', async () => {
    const generation = parser.generation;
    const many = `{"resourceSpans":[{"scopeSpans":[{"spans":[${'{},'.repeat(5_000_000)}{}]}]}]}`;
    await expect(parser.rpc.call('open', { chunks: [bufferOf(bytesOf(many))] })).rejects.toThrow();
    const { traces } = await parser.rpc.call('open', { chunks: [bufferOf(payload)] });
    expect(traces).toHaveLength(1);
    expect(parser.generation).toBeGreaterThanOrEqual(generation);
  });
});
