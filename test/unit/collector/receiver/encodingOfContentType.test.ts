import { expect, test } from 'vitest';
import { encodingOfContentType } from '../../../../src/collector/receiver/encodingOfContentType.ts';

test.each([
  ['application/x-protobuf', 'protobuf'],
  ['APPLICATION/X-PROTOBUF', 'protobuf'],
  ['application/json', 'json'],
  ['Application/JSON', 'json'],
  ['application/json; charset=utf-8', 'json'],
  ['application/json;charset=UTF-8', 'json'],
  ['application/json; charset="utf-8"', 'json'],
  ['application/json; charset=utf-16', undefined],
  ['application/json; charset=utf-8; x=y', undefined],
  ['application/jsonp', undefined],
  ['application/json, text/plain', undefined],
  ['text/plain', undefined],
  ['text/plain; application/json', undefined],
  ['multipart/form-data', undefined],
  ['application/x-www-form-urlencoded', undefined],
  ['application/grpc', undefined],
  ['application/protobuf', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j is %s', (contentType, encoding) => {
  expect(encodingOfContentType(contentType)).toBe(encoding);
});
