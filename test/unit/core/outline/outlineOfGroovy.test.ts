import { expect, test } from 'vitest';
import { outlined } from './outlined.ts';

const source = `#!/usr/bin/env groovy
package com.shop

// def no() {
@Service
class Cart extends Base implements Priced {
    private int size = 1
    def by = { int a -> a }
    String text = "def x() { \${items.collect { "}" }} {"

    Cart(int size) {
        this.size = size
    }

    @WithSpan
    @Override
    public Map<String, List<Integer>> price(
        Map<String, Integer> by, char c = '{')
        throws IOException {
        def re = ~/\\{def "/
        def half = size / 2 / 1
        def long1 = """ def inText() {
        """
        items.each { item -> println item }
        if (half) { } else if (re) { }
        new Runnable() {
            void run() { }
        }
    }

    def "should price a #cart"() {
        expect:
        1 == 1
    }

    static main(args) { }
    void tax() {}
    abstract int none()
    abstract int none(int a)

    static class Item {
        int cents() { 1 }
    }
}

def helper(a, b = [1, 2]) {
    def c = '''
    def inText() {
    '''
}

task clean(type: Delete) {
    delete 'x'
}
stage('Build') { sh 'x' }
`;

test('the functions of a Groovy file: closures, slashy and long strings, methods named by strings, build scripts', () => {
  expect(outlined(source, 'groovy')).toEqual([
    'Cart.Cart 11/11-13',
    'Cart.price 15/17-29',
    'Cart.run 27/27-27',
    'Cart.should price a #cart 31/31-34',
    'Cart.main 36/36-36',
    'Cart.tax 37/37-37',
    'Cart.Item.cents 42/42-42',
    'helper 46/46-50',
  ]);
});
