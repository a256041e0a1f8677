package com.shop.orders

import com.shop.orders.pricing.Price
import com.shop.orders.pricing.inEuro
import com.shop.orders.pricing.priceOf
import io.opentelemetry.instrumentation.annotations.SpanAttribute
import io.opentelemetry.instrumentation.annotations.WithSpan
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay

class RefundRefused(message: String, cause: Throwable? = null) : Exception(message, cause)

open class Orders {
    private val ledger = Ledger()

    @WithSpan
    suspend fun total(@SpanAttribute("order.id") id: String): Price = coroutineScope {
        val lines = listOf("apple", "pear").map { sku -> async { priceOf(sku, quantity = id.length) } }
        lines.map { it.await() }.reduce { sum, next -> sum + next }.inEuro()
    }

    @WithSpan("refund")
    suspend fun refund(id: String) {
        delay(1)
        ledger.book(-1) { cents -> require(cents >= 0) { "order $id is not paid" } }
    }

    inner class Ledger {
        @WithSpan
        fun book(cents: Int, check: (Int) -> Unit) {
            try {
                check(cents)
            } catch (e: IllegalArgumentException) {
                throw RefundRefused("no refund", e)
            }
        }
    }

    companion object {
        @JvmStatic
        @WithSpan
        fun open(): Orders = Orders()
    }
}
