/** A failure whose message says what happened and what to do next, so that no stack is shown. */
export class Refusal extends Error {}
