/** A case of security.md 3.1 and 3.2: what is posted, and what must become of it. */
export interface CorpusRow {
  readonly id: string;
  readonly slug: string;
  /** Files beside the manifest, posted one after the other. */
  readonly input?: readonly string[];
  /** One of `GENERATORS`, for what is too large to keep. */
  readonly generate?: string;
  readonly contentType: string;
  readonly expect: Expected;
  /** What is wrong with us here: the case must fail until it is mended, and then lose this. */
  readonly bug?: string;
  /** For a reply on a quiet machine. */
  readonly maxMs: number;
  /** That the process may have grown by, garbage collected. */
  readonly maxRssMiB?: number;
}

/** Counts are of all spans of the case; every span that is not refused is in `stored` or `duplicate`. */
export interface Expected {
  readonly status: number;
  /** Under which a refused request is counted. */
  readonly reason?: string;
  readonly stored: number;
  readonly duplicate?: number;
  readonly rejected?: Readonly<Record<string, number>>;
  readonly traces?: number;
  /** What is read back of all traces. */
  readonly repairs?: readonly string[];
  readonly maxDepth?: number;
  readonly services?: readonly string[];
  readonly errors?: number;
  readonly startEpochNs?: string;
  /** Of span 1. */
  readonly name?: string;
  readonly kind?: string;
  readonly startNs?: number;
  readonly attributes?: Readonly<Record<string, unknown>>;
}
