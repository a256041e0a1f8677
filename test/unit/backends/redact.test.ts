import fc from 'fast-check';
import { expect, it } from 'vitest';
import { redact } from '../../../src/backends/redact.ts';

it('takes a secret out in every form', () => {
  const secret = 'p"w/ü ?';
  const text = [
    secret,
    JSON.stringify(secret),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ].join(' ');
  expect(redact(text, [secret])).toBe('(secret) "(secret)" (secret) (secret)');
});

it('takes the longer of two secrets out first', () => {
  expect(redact('abcdef', ['abc', 'abcdef'])).toBe('(secret)');
});

it('leaves no form of any secret in any text', () => {
  const secret = fc.string({ minLength: 9, maxLength: 40, unit: 'binary' });
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (secret, before, after) => {
      const forms = [
        secret,
        encodeURIComponent(secret.toWellFormed()),
        Buffer.from(secret, 'utf8').toString('base64'),
        JSON.stringify(secret).slice(1, -1),
      ];
      for (const form of forms) expect(redact(`${before}${form}${after}`, [secret])).not.toContain(form);
    }),
  );
});

it('survives an empty secret', () => {
  expect(redact('text', [''])).toBe('text');
});
