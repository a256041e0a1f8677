import type { BodyCoding } from './bodyCoding.ts';
import { checkContentEncoding } from './checkContentEncoding.ts';
import { checkContentType } from './checkContentType.ts';
import { checkHost } from './checkHost.ts';
import { checkMethod } from './checkMethod.ts';
import { checkOrigin } from './checkOrigin.ts';
import { checkPath } from './checkPath.ts';
import { checkToken } from './checkToken.ts';
import type { OtlpEncoding } from './encodingOfContentType.ts';
import type { ExportKind } from './exportKind.ts';
import { isPreflight } from './isPreflight.ts';
import type { ReceiverOptions } from './receiverOptions.ts';
import type { RequestHead } from './requestHead.ts';

/** What a request is, once it may be read. */
export type CheckedRequest =
  | { readonly kind: 'preflight' }
  | {
      readonly kind: 'export';
      readonly carries: ExportKind;
      readonly encoding: OtlpEncoding;
      readonly coding: BodyCoding;
    };

/**
 * All checks that need no body, the ones that keep strangers out first. Throws the first {@link Refusal}.
 */
export function checkRequest(
  head: RequestHead,
  { host, token, acceptZipkin }: Pick<ReceiverOptions, 'host' | 'token' | 'acceptZipkin'> = {},
): CheckedRequest {
  checkHost(head.headersDistinct['host'], host !== undefined && token !== undefined);
  checkOrigin(head.headers.origin);
  if (isPreflight(head)) {
    // A browser shows no token before it may.
    checkPath(head.url, acceptZipkin);
    return { kind: 'preflight' };
  }
  checkToken(
    { authorization: head.headersDistinct['authorization'], ownHeader: head.headersDistinct['x-spanline-token'] },
    token,
  );
  checkMethod(head.method);
  const carries = checkPath(head.url, acceptZipkin);
  return {
    kind: 'export',
    carries,
    encoding: checkContentType(head.headers['content-type'], carries),
    coding: checkContentEncoding(head.headers['content-encoding']),
  };
}
