import { Problem } from '../core/problem.ts';

/** The server understood the call and said no to this query; a backend that knows another way catches it. */
export class Refused extends Problem {
  readonly status: number;

  constructor(message: string, status: number) {
    super('refused', message);
    this.status = status;
  }
}
