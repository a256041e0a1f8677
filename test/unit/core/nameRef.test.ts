import { expect, test } from 'vitest';
import { nameRef } from '../../../src/core/nameRef.ts';

const ACTIVE_RECORD = 'OpenTelemetry::Instrumentation::ActiveRecord';
type Texts = Readonly<Record<string, string>>;

function named(name: string, scopeName: string, texts: Texts = {}): string | undefined {
  const attributes = Object.entries(texts).map(([key, value]) => ({ key, value: { type: 'string' as const, value } }));
  return nameRef({ name, scope: { name: scopeName, version: '', attributes: [] }, attributes })?.functionName;
}

test.each([
  'CartController::show',
  'Admin::PricesController#index',
  'Admin::PricesController::index',
  'Shop\\Cart\\Cart::total',
  'Cart#valid?',
])('%s names a method', (name) => {
  expect(named(name, 'any')).toBe(name);
});

test.each([
  'GET /carts',
  'load cart',
  'Cart.total',
  'cart::total',
  '::total',
  'Foo::Bar',
  'a#b',
  'Issue #12',
  `A::${'a'.repeat(400)}`,
  '',
])('%j may be anything', (name) => {
  expect(named(name, 'any')).toBeUndefined();
});

test('the jobs and models of Ruby', () => {
  expect(named('mail process', 'x', { 'messaging.system': 'active_job', 'code.namespace': 'ReceiptJob' })).toBe(
    'ReceiptJob#perform',
  );
  expect(named('mail process', 'x', { 'messaging.sidekiq.job_class': 'Shop::Receipt' })).toBe('Shop::Receipt#perform');
  expect(named('mail process', 'x', { 'messaging.system': 'kafka', 'code.namespace': 'ReceiptJob' })).toBeUndefined();
  expect(named('mail process', 'x', { 'messaging.sidekiq.job_class': 'no class' })).toBeUndefined();
  expect(named('Price.find_by_sql', ACTIVE_RECORD)).toBe('Price.find_by_sql');
  expect(named('Price.find_by_sql', 'shop')).toBeUndefined();
});
