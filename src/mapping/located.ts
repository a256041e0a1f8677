import type { Base1 } from '../core/position.ts';
import type { Confidence } from '../core/protocol.ts';

/** A place in an existing file of the workspace. */
export interface CodePlace {
  /** Absolute, below a workspace folder as the user opened it. */
  readonly path: string;
  /** Not past the end of the file as it was on disk. */
  readonly line: Base1;
  readonly column: Base1 | undefined;
}

export interface FoundPlace extends CodePlace {
  readonly state: 'found';
  readonly confidence: Confidence;
  /** One sentence: how it was found. Holds untrusted text. */
  readonly reason: string;
  /** Other people's code (`node_modules`, `site-packages`, ...). */
  readonly library: boolean;
  /** The line that ran, as the span says it; `undefined` when the line was looked up in the code as it is now. */
  readonly ranLine: Base1 | undefined;
  /** When the bundle and its source map were built, milliseconds since the Unix epoch; of a place in built code or that a map led to. */
  readonly builtMs?: number;
  /** What a source map carries of a source that is not in the workspace; the place itself is in the built code then. */
  readonly embedded?: EmbeddedSource;
}

/** A source that is in its map alone. Untrusted text. */
export interface EmbeddedSource {
  /** As the map names it. */
  readonly name: string;
  /** Not past the end of the text. */
  readonly line: Base1;
  readonly column: Base1;
  /** The whole text; `undefined` when the map has gone since. */
  readonly text: () => Promise<string | undefined>;
}

/** Several files fit and nothing says which; the best bets first. Choosing is up to the user. */
export interface AmbiguousPlace {
  readonly state: 'ambiguous';
  readonly candidates: readonly CodePlace[];
  readonly reason: string;
}

export interface MissingPlace {
  readonly state: 'missing';
  readonly reason: string;
  /** What would help. */
  readonly hint: string;
}

/** Where a span's code is. */
export type Located = FoundPlace | AmbiguousPlace | MissingPlace;
