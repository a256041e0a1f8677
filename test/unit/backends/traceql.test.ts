import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceql } from '../../../src/backends/traceql.ts';
import type { SpanCondition, TextPattern } from '../../../src/core/spanQuery.ts';
import { typed } from './configured.ts';
import { traceqlTokens } from './traceqlTokens.ts';

describe('what can be asked for', () => {
  it.each([
    ['', '{}'],
    ['service:orders', '{ resource.service.name = "orders" }'],
    ['-service:orders', '{ resource.service.name != "orders" }'],
    ['service:Ord*', '{ resource.service.name =~ "^Ord.*$" }'],
    ['-name:*.get', '{ name !~ "^.*\\\\.get$" }'],
    ['name:*(a|b)*', '{ name =~ "^.*\\\\(a\\\\|b\\\\).*$" }'],
    ['kind:server', '{ kind = server }'],
    ['-kind:server', '{ kind != server }'],
    ['error', '{ status = error }'],
    ['-status:ok', '{ status != ok }'],
    ['>500ms', '{ duration > 500ms }'],
    ['-duration>=1.5us', '{ duration < 0.0015ms }'],
    ['event:exception', '{ event:name = "exception" }'],
    ['http.route=/x', '{ .http.route = "/x" }'],
    ['http.route!=/x', '{ .http.route != "/x" }'],
    ['http.route=/x*', '{ .http.route =~ "^/x.*$" }'],
    ['http.route=*', '{ .http.route != nil }'],
    ['-http.route!=*', '{ .http.route != nil }'],
    ['http.status=500', '{ (.http.status = "500" || .http.status = 500) }'],
    ['http.status!=500', '{ (.http.status != "500" || .http.status != 500) }'],
    ['ratio=0.5', '{ (.ratio = "0.5" || .ratio = 0.5) }'],
    ['cached=true', '{ (.cached = "true" || .cached = true) }'],
    ['id=007', '{ .id = "007" }'],
    ['big=99999999999999999999', '{ .big = "99999999999999999999" }'],
    ['retry.count>=3', '{ .retry.count >= 3 }'],
    ['offset<-1.5', '{ .offset < -1.5 }'],
    ['size>1e30', '{ .size > 1e+30 }'],
    ['"my key"=1', '{ (."my key" = "1" || ."my key" = 1) }'],
    ['"5xx"=a', '{ ."5xx" = "a" }'],
    ['service:a >1s error', '{ resource.service.name = "a" && duration > 1000ms && status = error }'],
  ])('%s', (text, expected) => {
    expect(traceql(typed(text).conditions)).toEqual({ q: expected, rest: [] });
  });

  it.each(['orders', '-health', 'self>10ms', '-event:exception', '-http.route=/x', '-retry>3', 'http.route!=*'])(
    '%s is left to be checked',
    (text) => {
      const { conditions } = typed(text);
      expect(traceql(conditions)).toEqual({ q: '{}', rest: conditions });
    },
  );

  it('a pattern that numbers may fit is narrowed, and checked', () => {
    const { conditions } = typed('http.status=5*');
    expect(traceql(conditions)).toEqual({ q: '{ .http.status != nil }', rest: conditions });
  });
});

describe('whatever was typed stays text', () => {
  it.each([
    ['service:"a\\" || true"', '{ resource.service.name = "a\\" || true" }'],
    ['service:"a\\\\"', '{ resource.service.name = "a\\\\\\"" }'],
    ['service:"a } | select(.x)"', '{ resource.service.name = "a } | select(.x)" }'],
    ['service:"a\u0000\n"', '{ resource.service.name = "a\\u0000\\u000a" }'],
    ['"a\\" } || {"=x', '{ ."a\\" } || {" = "x" }'],
  ])('%j', (text, expected) => {
    expect(traceql(typed(text).conditions).q).toBe(expected);
  });

  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('"', '\\', '`', '{', '}', '|', '&', '\n', 'n', 'u', '*', '.', ' ', '\ud800') }),
  );
  const pattern: fc.Arbitrary<TextPattern> = fc.record({ text, openStart: fc.boolean(), openEnd: fc.boolean() });

  it('as a name, a key or a value', () => {
    const condition: fc.Arbitrary<SpanCondition> = fc.record({
      excluded: fc.boolean(),
      term: fc.oneof(
        fc.record({ about: fc.constantFrom('service', 'operation', 'event'), name: pattern }),
        fc.record({
          about: fc.constant('attribute' as const),
          key: text,
          test: fc.record({ is: fc.constantFrom('equal', 'different'), value: pattern }),
        }),
      ),
    });
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 4 }), (conditions) => {
        const { q, rest } = traceql(conditions);
        const asked = conditions.filter((one) => !rest.includes(one));
        const tokens = traceqlTokens(q);
        // The braces are the first and the last, and all text stands in strings: nothing else came from it.
        expect(tokens[0]).toBe('{');
        expect(tokens.at(-1)).toBe('}');
        const fixed = /^(?:[{}()&|=!~.<>]+|nil|name|resource\.service\.name|event:name|true|false|-?\d+(?:\.\d+)?)$/;
        for (const token of tokens)
          if (typeof token === 'string' && !/^\.[A-Za-z_][\w.-]*$/.test(token)) expect(token).toMatch(fixed);
        const strings = tokens.filter((token) => typeof token === 'object').map((token) => token.string);
        for (const { term } of asked)
          if (term.about === 'service' && !term.name.openStart && !term.name.openEnd)
            expect(strings).toContain(term.name.text.toWellFormed());
      }),
      { numRuns: 500 },
    );
  });
});
