import fc from 'fast-check';
import { afterEach, test } from 'vitest';
import { anyBytes, DECODINGS, decodeOrRefuse } from '../../../support/corpus/decodings.ts';
import { nothingIsPoisoned } from '../../../support/corpus/oracle.ts';
import { timeBox } from '../../../support/corpus/timeBox.ts';

afterEach(nothingIsPoisoned);

test.for(Object.keys(DECODINGS))(
  'property 1: any bytes are decoded or refused with a Problem, in time, as %s',
  { timeout: 30_000 },
  (name) => {
    fc.assert(
      fc.property(anyBytes, (bytes) => decodeOrRefuse(name, bytes)),
      timeBox(500, 2000),
    );
  },
);
