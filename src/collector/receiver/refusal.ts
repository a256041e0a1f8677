/** Why a request was not taken; the names under which refusals are counted. */
export type RefusalReason =
  | 'host'
  | 'token'
  | 'origin'
  | 'method'
  | 'path'
  | 'content-type'
  | 'content-encoding'
  | 'too-large'
  | 'too-many-spans'
  | 'malformed'
  | 'gzip'
  | 'memory'
  | 'disk-full'
  | 'store'
  | 'internal'
  | 'client-gone'
  | 'timeout'
  | 'bad-http'
  | 'grpc'
  | 'grpc-call'
  | 'not-grpc'
  | 'tls'
  | 'connections';

/** A request that is answered with an error. `message` is a sentence for the person whose SDK logs it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly reason: RefusalReason;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    reason: RefusalReason,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = status;
    this.reason = reason;
    this.headers = headers;
  }
}
