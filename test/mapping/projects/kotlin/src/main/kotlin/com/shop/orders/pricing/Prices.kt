@file:Suppress("unused")

package com.shop.orders.pricing

import io.opentelemetry.instrumentation.annotations.WithSpan
import kotlinx.coroutines.delay

data class Price(val cents: Int, val currency: String = "USD") {
    operator fun plus(other: Price) = Price(cents + other.cents, currency)
}

@WithSpan
suspend fun priceOf(sku: String, quantity: Int = 1): Price {
    delay(2)
    return Price(Catalogue.find(sku) * quantity)
}

@WithSpan
fun Price.inEuro(rate: Double = 0.9): Price = Price((cents * rate).toInt(), "EUR")

object Catalogue {
    private val prices = mapOf("apple" to 128, "pear" to 207)

    @WithSpan
    fun find(sku: String): Int = prices.getValue(sku)
}
