/** A trace of `generatedTraces`: the first, or the second, whose ID begins with zeros. */
export type GeneratedTrace = 0 | 1;

/** Searches over the generated traces and the shop's, and which of the generated ones each has to find: the same for every backend. */
export const SEARCH_CASES: readonly (readonly [text: string, found: readonly GeneratedTrace[]])[] = [
  ['service:payment', [0]],
  ['service:PAYMENT', [0]],
  ['service:shop-web', [0, 1]],
  ['service:shop-web operation:"GET /cart"', [1]],
  ['service:shop-web duration>200ms', [0]],
  ['service:shop-web duration>1h', []],
  ['service:shop-web error', [0]],
  ['service:shop-web http.route=/checkout', [0]],
  ['service:shop-web http.response.status_code>=500', [0]],
  ['service:shop-web kind:consumer', [1]],
  ['service:payment event:exception', [0]],
  ['service:payment "card refused"', [0]],
  ['service:payment -error', [0]],
  ['operation:"receipts process"', [1]],
  ['service:nobody', []],
];
