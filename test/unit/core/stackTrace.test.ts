import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeRefsOf } from '../../../src/core/codeRefs.ts';
import { parseStackTrace } from '../../../src/core/stackTrace.ts';

/** `file:line:column function` of each frame. */
function read(text: string): readonly string[] {
  return (parseStackTrace(text)?.frames ?? []).map(({ filePath, line, column, functionName }) =>
    [`${filePath}:${line}${column === undefined ? '' : `:${column}`}`, functionName].filter(Boolean).join(' '),
  );
}

/* Texts as the runtimes print them; .NET, Kotlin and PHP are written from their documentation. */
describe('the stacks of', () => {
  test('JavaScript', () => {
    const text = `Error: 14 UNAVAILABLE: name
    (second line of the message)
    at callErrorFromStatus (/app/node_modules/@grpc/grpc-js/build/src/call.js:31:19)
    at async checkout (file:///app/src/checkout.ts:12:5)
    at new Cart (C:\\shop\\cart.ts:3:9)
    at Object.add [as remove] (/app/src/cart.ts:7:1)
    at /app/src/main.ts:1:2
    at Array.map (<anonymous>)
    at eval (eval at f (u:1:1), <anonymous>:1:1)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)
    at async Promise.all (index 0)`;
    expect(parseStackTrace(text)?.language).toBe('JavaScript');
    expect(read(text)).toEqual([
      '/app/node_modules/@grpc/grpc-js/build/src/call.js:31:19 callErrorFromStatus',
      'file:///app/src/checkout.ts:12:5 checkout',
      'C:\\shop\\cart.ts:3:9 Cart',
      '/app/src/cart.ts:7:1 Object.add',
      '/app/src/main.ts:1:2',
    ]);
  });

  test('Firefox', () => {
    expect(read('checkout@https://shop.example/app.js:10:20\n@https://shop.example/app.js:1:1')).toEqual([
      'https://shop.example/app.js:10:20 checkout',
      'https://shop.example/app.js:1:1',
    ]);
  });

  test('Java and Kotlin', () => {
    const text = `java.lang.IllegalStateException: card refused
\tat com.example.shop.Payment$Card.charge(Payment.java:57)
\tat app//com.example.shop.Orders.place(Orders.java:12) ~[app.jar:1.4.2]
\tat com.example.shop.MainKt.main(Main.kt:9)
\tat java.base/java.lang.Thread.run(Thread.java:840)
\tat jdk.internal.Reflect.invoke(Native Method)
Caused by: java.io.IOException: broken
\t... 12 more`;
    expect(read(text)).toEqual([
      'com/example/shop/Payment.java:57 com.example.shop.Payment$Card.charge',
      'com/example/shop/Orders.java:12 com.example.shop.Orders.place',
      'com/example/shop/Main.kt:9 com.example.shop.MainKt.main',
      'java/lang/Thread.java:840 java.lang.Thread.run',
    ]);
  });

  test('Python, the innermost last', () => {
    const text = `Traceback (most recent call last):
  File "/usr/src/app/main.py", line 10, in <module>
    run()
  File "/usr/src/app/shop/orders.py", line 42, in place
    charge(card)
    ^^^^^^^^^^^^
  File "<frozen runpy>", line 198, in _run_module_as_main
ValueError: refused`;
    expect(read(text)).toEqual(['/usr/src/app/shop/orders.py:42 place', '/usr/src/app/main.py:10 <module>']);
  });

  test('Go', () => {
    const text = `goroutine 1 [running]:
main.(*Server).Charge(0xc000012345, {0x1, 0x2})
\t/go/src/github.com/acme/shop/charge.go:31 +0x1d
main.main()
\t/go/src/github.com/acme/shop/main.go:12 +0x25
created by net/http.(*Server).Serve in goroutine 1
\t/usr/local/go/src/net/http/server.go:3285 +0x4b4`;
    expect(read(text)).toEqual([
      '/go/src/github.com/acme/shop/charge.go:31 main.(*Server).Charge',
      '/go/src/github.com/acme/shop/main.go:12 main.main',
      '/usr/local/go/src/net/http/server.go:3285 net/http.(*Server).Serve',
    ]);
  });

  test('.NET, in any language', () => {
    const text = `System.InvalidOperationException: card refused
   at Shop.Payment.Charge(Card card, Int32 cents) in /src/Shop/Payment.cs:line 57
   bei Shop.Orders.Place() in C:\\src\\Shop\\Orders.cs:Zeile 12
   at System.Threading.Tasks.Task.Execute()
--- End of stack trace from previous location ---`;
    expect(read(text)).toEqual([
      '/src/Shop/Payment.cs:57 Shop.Payment.Charge',
      'C:\\src\\Shop\\Orders.cs:12 Shop.Orders.Place',
    ]);
  });

  test('Ruby, old and new', () => {
    const text =
      "/app/lib/shop.rb:12:in `charge': refused (RuntimeError)\n\tfrom /app/bin/run.rb:3:in 'Shop#call'\n\tfrom /app/config.rb:1:in `<main>'";
    expect(read(text)).toEqual([
      '/app/lib/shop.rb:12 charge',
      '/app/bin/run.rb:3 Shop#call',
      '/app/config.rb:1 <main>',
    ]);
  });

  test('PHP, native and as OpenTelemetry writes it', () => {
    expect(read('#0 /var/www/src/Cart.php(12): App\\Cart->price(Array)\n#1 {main}')).toEqual([
      '/var/www/src/Cart.php:12 App\\Cart->price',
    ]);
    expect(read('Exception: no\n at App.Cart.price(Cart.php:12)\n at {main}(index.php:3)\nCaused by: x')).toEqual([
      'Cart.php:12 App.Cart.price',
      'index.php:3 {main}',
    ]);
  });

  test('PHP, whose header tells where it was thrown', () => {
    const text = `RuntimeException: lost in space in /app/src/Cart.php:51
Stack trace:
#0 [internal function]: Shop\\Cart::Shop\\{closure}()
#1 /app/src/Cart.php(50): array_map()

Next LogicException: all in /app/src/Shop.php:9
Stack trace:
#0 {main}`;
    expect(read(text)).toEqual(['/app/src/Cart.php:51', '/app/src/Cart.php:50 array_map', '/app/src/Shop.php:9']);
  });

  test('Rust', () => {
    const text = `   0: shop::charge::h0123456789abcdef
             at ./src/charge.rs:31:5
   1: core::ops::function::FnOnce::call_once
             at /rustc/90b35a6239c3d8bdabc530a6a0816f7ff89a0aaf/library/core/src/ops/function.rs:250:5`;
    expect(read(text)).toEqual([
      './src/charge.rs:31:5 shop::charge',
      '/rustc/90b35a6239c3d8bdabc530a6a0816f7ff89a0aaf/library/core/src/ops/function.rs:250:5 core::ops::function::FnOnce::call_once',
    ]);
  });
});

test('any text is read in time linear to it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
      parseStackTrace(text);
    }),
  );
  const started = performance.now();
  for (const piece of ['at ', 'at a(', ' (', '#0 ', 'File "', '\tat x', ':1:1', '@', '\n'])
    parseStackTrace(piece.repeat(100_000));
  expect(performance.now() - started).toBeLessThan(2000);
});

const stack = (text: string) => ({
  name: 'load cart',
  scope: { name: 'shop', version: '', attributes: [] },
  attributes: [],
  events: [
    {
      name: 'exception',
      offsetNs: 0,
      attributes: [{ key: 'exception.stacktrace', value: { type: 'string' as const, value: text } }],
    },
  ],
});

test('of a stack only what may be the user’s own code counts', () => {
  const text =
    'Error\n at a (/app/node_modules/x/i.js:1:1)\n at b (/app/src/b.ts:2:2)\n at c (node:fs:1:1)\n at d (/app/src/d.ts:4:4)';
  expect(codeRefsOf(stack(text)).map(({ filePath }) => filePath)).toEqual(['/app/src/b.ts', '/app/src/d.ts']);
  expect(codeRefsOf(stack(text))[0]?.origin).toBe('stacktrace');
});

test('code attributes come before any stack, which counts where they are about a library', () => {
  const span = {
    ...stack('Error\n at b (/app/src/b.ts:2:2)'),
    attributes: [{ key: 'code.file.path', value: { type: 'string' as const, value: '/app/own.ts' } }],
  };
  expect(codeRefsOf(span).map(({ filePath }) => filePath)).toEqual(['/app/own.ts', '/app/src/b.ts']);
  expect(codeRefsOf({ ...stack(''), events: [] })).toEqual([]);
});

test('the method that a span is called after comes before its stack, and no more than 60 places are kept', () => {
  const refs = codeRefsOf({ ...stack('Error\n at b (/app/src/b.ts:2:2)'), name: 'CartController::show' });
  expect(refs.map(({ functionName }) => functionName)).toEqual(['CartController::show', 'b']);
  const many = stack(`Error${'\n at b (/app/src/b.ts:2:2)'.repeat(20)}`);
  expect(codeRefsOf({ ...many, events: Array.from({ length: 10 }, () => many.events[0]!) })).toHaveLength(60);
});
