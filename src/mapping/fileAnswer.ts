import type { Confidence } from '../core/protocol.ts';
import type { GatedFile } from './pathGate.ts';

/** Which files of the workspace an untrusted path means. `how` and `why` go on after "the path": "lies in the workspace". */
export type FileAnswer =
  | {
      readonly kind: 'file';
      readonly file: GatedFile;
      readonly confidence: Confidence;
      readonly how: string;
    }
  | { readonly kind: 'several'; readonly files: readonly GatedFile[]; readonly how: string }
  | { readonly kind: 'none'; readonly why: string };
