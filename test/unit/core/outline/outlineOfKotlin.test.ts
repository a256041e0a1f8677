import { expect, test } from 'vitest';
import { outlined } from './outlined.ts';

const source = `package com.shop

import kotlin.math.max

/* outer /* inner fun no() {} */ still fun no() {} */
@Service
class Cart @Inject constructor(
    private val items: List<Item> = listOf(),
    val rule: (Int) -> Int = { it },
) : Base<Item>(), Priced {
    constructor(name: String) : this(listOf()) {
        println("\${if (name == "}") "{" else '{'}")
    }

    val size: Int
        get() = items.size

    @WithSpan("price")
    override suspend fun <T : Any> price(
        by: Map<String, T>,
    ): Map<String, T> where T : Comparable<T> {
        val text = """
            fun inText() { \${by["a"]} """"
        fun local(a: Int) = a + 1
        return by.map { (k, v) -> k to v }.toMap()
    }

    fun total() =
        items
            .map { it.cents }
            .sum()

    private fun List<Item>.cents(): Int = when {
        isEmpty() -> 0
        else -> 1
    }

    fun \`price is zero\`() = Unit

    inner class Row {
        fun draw() { }
    }

    companion object {
        @JvmStatic fun of(): Cart = Cart()
    }
}

data class Item(val cents: Int)

interface Priced {
    fun price(): Int
    fun <T> pay(to: T): Unit
    fun tax(): Int { return 1 }
}

fun interface Rule { fun apply(a: Int): Int }

object Prices : Priced by lazyPrices {
    override fun price() = 1
}

val listener = object : Listener {
    override fun heard() {
        val f = fun(a: Int): Int { return a }
        println(Cart::class)
    }
}

inline fun <reified T> T?.orThrow(): T = if (this == null) {
    throw Error()
} else {
    this
}
`;

test('the functions of a Kotlin file: expression bodies, receivers, nested comments, strings with code, constructors, companions', () => {
  expect(outlined(source, 'kotlin')).toEqual([
    'Cart.constructor 11/11-13',
    'Cart.price 18/19-26',
    'Cart.local 24/24-24',
    'Cart.total 28/28-31',
    'Cart.cents 33/33-36',
    'Cart.price is zero 38/38-38',
    'Cart.Row.draw 41/41-41',
    'Cart.Companion.of 45/45-45',
    'Priced.tax 54/54-54',
    'Prices.price 60/60-60',
    'heard 64/64-67',
    'orThrow 70/70-74',
  ]);
});
