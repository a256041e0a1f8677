import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Attribute } from '../../../src/core/attribute.ts';
import { revisionOf } from '../../../src/core/spanRevision.ts';

const FULL = '3f2a9bc0d1e2f3a4b5c6d7e8f90123456789abcd';

function texts(values: Readonly<Record<string, string>>): readonly Attribute[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: { type: 'string', value } }));
}

function ofResource(values: Readonly<Record<string, string>>): string | undefined {
  return revisionOf({ attributes: [], resource: texts(values) });
}

test.for<readonly [key: string, value: string, revision: string | undefined]>([
  ['vcs.ref.head.revision', FULL, FULL],
  ['vcs.ref.head.revision', FULL.toUpperCase(), FULL],
  ['vcs.ref.head.revision', '1234567', '1234567'],
  ['vcs.ref.head.revision', '123456', undefined],
  ['vcs.ref.head.revision', 'main', undefined],
  ['vcs.ref.head.revision', 'refs/heads/3f2a9bc', undefined],
  ['vcs.ref.head.revision', `${FULL}\n`, undefined],
  ['vcs.ref.head.revision', `--output=x`, undefined],
  ['vcs.ref.head.revision', 'HEAD', undefined],
  ['vcs.ref.head.revision', '3f2a9bc; rm', undefined],
  ['vcs.ref.head.revision', '3f2a9bc^{/x}', undefined],
  ['vcs.ref.head.revision', 'a'.repeat(65), undefined],
  ['vcs.ref.head.revision', '', undefined],
  ['vcs.repository.ref.revision', '3f2a9bc', '3f2a9bc'],
  ['git.commit.sha', FULL, FULL],
  ['_dd.git.commit.sha', FULL, FULL],
  ['service.version', FULL, FULL],
  ['service.version', '3F2A9BC', '3f2a9bc'],
  ['service.version', '1.4.0+3f2a9bc', '3f2a9bc'],
  ['service.version', 'v1.2-5-g3f2a9bc', '3f2a9bc'],
  ['service.version', '1.4.1.dev3+g3f2a9bc', '3f2a9bc'],
  ['service.version', 'orders@3f2a9bc', '3f2a9bc'],
  ['service.version', 'main-3f2a9bc', '3f2a9bc'],
  ['service.version', '20240101', undefined],
  ['service.version', '1.4.0+20240101', undefined],
  ['service.version', '1.4.0-defaced', undefined],
  ['service.version', '1.4.0', undefined],
  ['service.version', 'v1.2-5-g3f2a9bc-dirty', undefined],
  ['service.version', '550e8400-e29b-41d4-a716-44665544000f', undefined],
  ['service.version', `${'x'.repeat(300)}-3f2a9bc`, undefined],
  ['vcs.ref.base.revision', FULL, undefined],
])('%s = %j is the revision %s', ([key, value, revision]) => {
  expect(ofResource({ [key]: value })).toBe(revision);
});

test('the span speaks before its resource, a revision before a version, and what is no hash does not hide one', () => {
  const resource = texts({ 'vcs.ref.head.revision': '2222222', 'service.version': '1.0+3f2a9bc' });
  expect(revisionOf({ attributes: texts({ 'vcs.ref.head.revision': '1111111' }), resource })).toBe('1111111');
  expect(revisionOf({ attributes: texts({ 'service.version': '1.0+aaaaaa1' }), resource })).toBe('2222222');
  expect(ofResource({ 'vcs.ref.head.revision': 'main', 'git.commit.sha': '4444444' })).toBe('4444444');
});

test('a revision that is a number is none', () => {
  const attributes: readonly Attribute[] = [{ key: 'vcs.ref.head.revision', value: { type: 'int', value: '1234567' } }];
  expect(revisionOf({ attributes, resource: [] })).toBeUndefined();
});

test('whatever a span says, the answer is a hash or nothing', () => {
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-+@g.0-9a-fA-F\n ^~:]{0,80}$/));
  const key = fc.constantFrom('vcs.ref.head.revision', 'git.commit.sha', 'service.version');
  fc.assert(
    fc.property(key, value, (key, value) => {
      expect(ofResource({ [key]: value }) ?? '0000000').toMatch(/^[0-9a-f]{7,64}$/);
    }),
  );
});
