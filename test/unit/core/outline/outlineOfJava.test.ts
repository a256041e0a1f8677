import { expect, test } from 'vitest';
import { functionOutline } from '../../../../src/core/outline/functionOutline.ts';
import { outlined } from './outlined.ts';

const source = `package com.shop;

/* class Hidden { void no() {} } */
@Service
public class Cart<T extends Comparable<T>> extends Base implements Priced, Sized {
  private static final Map<String, List<Integer>> PRICES = new HashMap<>();
  int[] numbers = {1, 2};
  static { init("{"); }
  private final Runnable task = () -> { run(); };

  public Cart(@Named("a") int size) {
    super(size);
  }

  @WithSpan(
      value = "price",
      tags = {"a", "b"})
  @Override
  public <R extends Comparable<R>> Map<String, List<R>> price(
      Map<String, ? extends R> by, char c)
      throws IOException, java.util.zip.ZipException {
    String text = """
        void inText() {
        \\""" " {
        """;
    if (c == '{' || c == '\\'') {
      new Thread(new Runnable() {
        @Override public void run() {
          while (true) { break; }
        }
      }).start();
    } else if (check(c)) {
    }
    return switch (c) {
      case 'a' -> { yield null; }
      default -> by.entrySet().stream().map(e -> { return e; }).toList();
    };
  }

  abstract int size();
  int[] all() { return numbers; }

  public static class Item {
    final int cents;
    Item(int cents) { this.cents = cents; }
  }

  enum Kind {
    BOOK(1) {
      @Override int tax() { return 7; }
    },
    FOOD { int tax() { return 5; } };
    Kind() {}
    Kind(int a) {}
    abstract int tax();
  }

  record Price(int cents) {
    Price {
      if (cents < 0) throw new IllegalArgumentException();
    }
  }
}

interface Priced {
  int price();
  default int tax() {
    return 1;
  }
}
`;

test('the functions of a Java file: annotations with braces, text blocks, anonymous classes, enum constants, records', () => {
  expect(outlined(source, 'java')).toEqual([
    'Cart.Cart 11/11-13',
    'Cart.price 15/19-38',
    'Cart.run 28/28-30',
    'Cart.all 41/41-41',
    'Cart.Item.Item 45/45-45',
    'Cart.Kind.tax 50/50-50',
    'Cart.Kind.tax 52/52-52',
    'Cart.Kind.Kind 53/53-53',
    'Cart.Kind.Kind 54/54-54',
    'Cart.Price.Price 59/59-61',
    'Priced.tax 67/67-69',
  ]);
});

test('methods without a body, when asked for', () => {
  const seen = functionOutline(
    'interface A {\n  @Q("x(1)")\n  List<B> find(\n    String c);\n  int d = e(1);\n  void f();\n}',
    'java',
    {
      signatures: true,
    },
  );
  expect(seen?.map(({ name, container, firstLine, nameLine }) => [container, name, firstLine, nameLine])).toEqual([
    ['A', 'find', 1, 2],
    ['A', 'f', 5, 5],
  ]);
});
