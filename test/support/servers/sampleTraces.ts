/** The trace that most answers are about: a web shop's checkout that fails in the payment service. */
export const checkoutTraceId = '5b8aa5a2d2c872e8321cf37308d69df2';
/** Its first 14 digits are zeros, which Jaeger and others leave out here and there. */
export const shortTraceId = '00000000000000e8321cf37308d69df3';
/** Nobody ever sent this one. */
export const unknownTraceId = 'ffffffffffffffffffffffffffffffff';

const second = 1_000_000_000n;

type AnyValue = Readonly<Record<string, unknown>>;
const text = (value: string): AnyValue => ({ stringValue: value });
const int = (value: string): AnyValue => ({ intValue: value });
const attributes = (values: Readonly<Record<string, AnyValue>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

/**
 * An OTLP/JSON export of two traces with one of everything that a backend may lose or bend: all kinds of span, all types of
 * attribute, an integer that a double cannot hold, nanoseconds, events, a link, an error, a trace state, a span whose
 * parent is missing.
 * @param startNs the beginning, in nanoseconds since 1970
 */
export function sampleTraces(startNs: bigint): object {
  const at = (offsetNs: bigint) => String(startNs + offsetNs);
  const times = (offsetNs: bigint, durationNs: bigint) => ({
    startTimeUnixNano: at(offsetNs),
    endTimeUnixNano: at(offsetNs + durationNs),
  });
  const checkout = { traceId: checkoutTraceId, flags: 257 };
  return {
    resourceSpans: [
      {
        resource: resource('shop-web', 'nodejs'),
        scopeSpans: [
          {
            scope: { name: '@opentelemetry/instrumentation-http', version: '0.214.0' },
            spans: [
              {
                ...checkout,
                spanId: '051581bf3cb55c13',
                traceState: 'ot=th:8;rv:9b8233f7e3a151',
                name: 'POST /checkout',
                kind: 2,
                ...times(0n, 250_123_456n),
                attributes: attributes({
                  'http.request.method': text('POST'),
                  'http.route': text('/checkout'),
                  'http.response.status_code': int('502'),
                  'cart.total': { doubleValue: 99.95 },
                  'cart.express': { boolValue: true },
                  'order.number': int('9007199254740993'),
                  'cart.items': { arrayValue: { values: [text('lamp'), text('desk')] } },
                  'cart.owner': { kvlistValue: { values: attributes({ tier: text('gold'), visits: int('7') }) } },
                  'cart.digest': { bytesValue: 'AP/erb7v' },
                  'note.unicode': text('Grüße, 東京 🚀'),
                }),
                status: { code: 2, message: 'payment refused' },
              },
              {
                ...checkout,
                spanId: '5fb397be34d23b51',
                parentSpanId: '051581bf3cb55c13',
                name: 'POST',
                kind: 3,
                ...times(20_000_001n, 200_000_500n),
                attributes: attributes({
                  'url.full': text('http://payment:8080/charge'),
                  'server.address': text('payment'),
                  'server.port': int('8080'),
                }),
                status: { code: 2 },
              },
            ],
          },
          {
            scope: { name: 'shop' },
            spans: [
              {
                ...checkout,
                spanId: '93564f51e1abe1c2',
                parentSpanId: '051581bf3cb55c13',
                name: 'priceCart',
                kind: 1,
                ...times(1_000_000n, 12_345_678n),
                attributes: attributes({
                  'code.function.name': text('Cart.price'),
                  'code.file.path': text('/app/src/cart.ts'),
                  'code.line.number': int('42'),
                }),
                links: [
                  {
                    traceId: shortTraceId,
                    spanId: '00f067aa0ba902b7',
                    attributes: attributes({ why: text('same cart') }),
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        resource: resource('payment', 'java'),
        scopeSpans: [
          {
            scope: { name: 'io.opentelemetry.tomcat-10.0', version: '2.28.0-alpha' },
            spans: [
              {
                ...checkout,
                spanId: 'a2fb4a1d1a96d312',
                parentSpanId: '5fb397be34d23b51',
                name: 'POST /charge',
                kind: 2,
                ...times(25_000_000n, 180_000_000n),
                events: [
                  {
                    timeUnixNano: at(120_000_789n),
                    name: 'exception',
                    attributes: attributes({
                      'exception.type': text('java.lang.IllegalStateException'),
                      'exception.message': text('card refused'),
                      'exception.stacktrace': text(
                        'java.lang.IllegalStateException: card refused\n\tat shop.Payment.charge(Payment.java:57)',
                      ),
                    }),
                  },
                ],
                status: { code: 2, message: 'card refused' },
              },
              {
                ...checkout,
                spanId: 'c3d4e5f60718293a',
                parentSpanId: 'a2fb4a1d1a96d312',
                name: 'receipts publish',
                kind: 4,
                ...times(190_000_000n, 0n),
                attributes: attributes({ 'messaging.system': text('kafka') }),
                status: { code: 1 },
              },
            ],
          },
        ],
      },
      {
        resource: resource('shop-web', 'nodejs'),
        scopeSpans: [
          {
            scope: { name: 'shop' },
            spans: [
              {
                traceId: shortTraceId,
                spanId: '00f067aa0ba902b7',
                name: 'GET /cart',
                kind: 2,
                ...times(second, 3_000_000n),
              },
              {
                traceId: shortTraceId,
                spanId: '00f067aa0ba902b8',
                parentSpanId: '00f067aa0ba902ff',
                name: 'receipts process',
                kind: 5,
                ...times(2n * second, 1_500_000n),
              },
            ],
          },
        ],
      },
    ],
  };
}

function resource(service: string, language: string) {
  return {
    attributes: attributes({
      'service.name': text(service),
      'service.version': text('1.4.2'),
      'telemetry.sdk.language': text(language),
    }),
  };
}
