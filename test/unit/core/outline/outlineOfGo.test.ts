import { expect, test } from 'vitest';
import { outlined } from './outlined.ts';

const source = `package cart

import "fmt"

// func notThis() {
type Priced interface {
	Price() int
	Pay(func(int) error) error
}

var text = \`
func inText() {
\`

type Cart struct{ items []Item }

func New() *Cart { return &Cart{} }

func (c *Cart) Price(
	ctx context.Context,
	by func(Item) int,
) (total int, err error) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("}", '}', '\\'', "\\"{")
		}
	}()
	for _, item := range c.items {
		total += by(item)
	}
	return
}

func (s Set[K, V]) Has(key K) bool {
	return s.items[key] != nil
}

func Map[T any, R interface{ ~int }](in []T, f func(T) R) map[string]interface{} {
	out := struct{ a int }{1}
	return map[string]interface{}{"a": out}
}

func assembly(a, b int) int

func empty() struct{} { return struct{}{} }

func last() func(int) (int, error) {
	return func(a int) (int, error) {
		return a, nil
	}
}
`;

test('the functions of a Go file: receivers, raw strings, results with types in braces, functions without bodies', () => {
  expect(outlined(source, 'go')).toEqual([
    'New 17/17-17',
    'Cart.Price 19/19-32',
    'Set.Has 34/34-36',
    'Map 38/38-41',
    'empty 45/45-45',
    'last 47/47-51',
  ]);
});
