import type { BodyCoding } from './bodyCoding.ts';
import { checkContentEncoding } from './checkContentEncoding.ts';
import { checkContentType } from './checkContentType.ts';
import { checkHost } from './checkHost.ts';
import { checkMethod } from './checkMethod.ts';
import { checkOrigin } from './checkOrigin.ts';
import { checkPath } from './checkPath.ts';
import type { OtlpEncoding } from './encodingOfContentType.ts';
import { isPreflight } from './isPreflight.ts';
import type { RequestHead } from './requestHead.ts';
import type { Signal } from './signalOfPath.ts';

/** What a request is, once it may be read. */
export type CheckedRequest =
  | { readonly kind: 'preflight' }
  | {
      readonly kind: 'export';
      readonly signal: Signal;
      readonly encoding: OtlpEncoding;
      readonly coding: BodyCoding;
    };

/**
 * All checks that need no body, the ones that keep strangers out first. Throws the first {@link Refusal}.
 */
export function checkRequest(head: RequestHead): CheckedRequest {
  checkHost(head.headersDistinct['host']);
  checkOrigin(head.headers.origin);
  if (isPreflight(head)) {
    checkPath(head.url);
    return { kind: 'preflight' };
  }
  checkMethod(head.method);
  return {
    kind: 'export',
    signal: checkPath(head.url),
    encoding: checkContentType(head.headers['content-type']),
    coding: checkContentEncoding(head.headers['content-encoding']),
  };
}
