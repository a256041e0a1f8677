package com.shop.orders

import io.ktor.http.HttpStatusCode
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.call
import io.ktor.server.engine.embeddedServer
import io.ktor.server.netty.Netty
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.routing.routing
import io.opentelemetry.api.GlobalOpenTelemetry
import io.opentelemetry.api.trace.StatusCode
import org.slf4j.LoggerFactory

private val log = LoggerFactory.getLogger("com.shop.orders.OrderServer")
private val tracer = GlobalOpenTelemetry.getTracer("com.shop.orders")

fun main(args: Array<String>) {
    val orders = Orders.open()
    embeddedServer(Netty, port = args[0].toInt()) {
        routing {
            get("/health") { call.respondText("ok") }
            get("/orders/{id}") {
                log.info("order {} asked for", call.parameters["id"])
                call.respondText(orders.total(call.parameters["id"]!!).toString())
            }
            post("/orders/{id}/refund") { refund(call, orders) }
        }
    }.start(wait = true)
}

private suspend fun refund(call: ApplicationCall, orders: Orders) {
    val span = tracer.spanBuilder("refund order").startSpan()
    val scope = span.makeCurrent()
    try {
        orders.refund(call.parameters["id"]!!)
        call.respondText("refunded")
    } catch (e: RefundRefused) {
        span.recordException(e)
        span.setStatus(StatusCode.ERROR)
        call.respondText(e.message!!, status = HttpStatusCode.Conflict)
    } finally {
        scope.close()
        span.end()
    }
}
