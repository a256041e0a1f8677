import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportOtlpJson } from '../../../../src/core/formats/exportOtlpJson.ts';
import { FILE_LIMITS, RECEIVER_LIMITS } from '../../../../src/core/formats/limits.ts';
import { otlpJsonToProto } from '../../../../src/core/formats/otlpJson.ts';
import { readTraces } from '../../../../src/parser/readTraces.ts';
import { protoOfJson } from '../../../support/corpus/protoOfJson.ts';
import { timeBox } from '../../../support/corpus/timeBox.ts';
import { anyPayload } from '../../core/anyPayload.ts';
import { bytesOf } from '../../core/payloads.ts';
import { seen } from '../../core/seen.ts';

test('property 2: JSON and protobuf of the same payload are the same trace', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(anyPayload, (payload) => {
      const fromJson = otlpJsonToProto(bytesOf(payload), RECEIVER_LIMITS);
      expect(fromJson.rejected).toEqual([]);
      const ours = readTraces([fromJson.bytes], 'otlp-protobuf', FILE_LIMITS);
      const plain = readTraces([protoOfJson(payload)], 'otlp-protobuf', FILE_LIMITS);
      expect(ours.traces.map(seen)).toEqual(plain.traces.map(seen));
    }),
    timeBox(300, 5000),
  );
});

test('property 2: writing what was read and reading what was written change nothing', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(anyPayload, (payload) => {
      for (const trace of readTraces([protoOfJson(payload)], 'otlp-protobuf', FILE_LIMITS).traces) {
        const [again] = readTraces([exportOtlpJson(trace, false)], 'otlp-json', FILE_LIMITS).traces;
        expect(seen(again!)).toEqual(seen(trace));
        // A sender may write defaults out; once read as JSON they are gone, and from then on every byte stays.
        const normal = exportOtlpJson(again!, false);
        const [third] = readTraces([normal], 'otlp-json', FILE_LIMITS).traces;
        expect(Buffer.from(exportOtlpJson(third!, false)).toString()).toBe(Buffer.from(normal).toString());
      }
    }),
    timeBox(300, 5000),
  );
});
