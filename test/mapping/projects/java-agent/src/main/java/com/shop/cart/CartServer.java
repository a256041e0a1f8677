package com.shop.cart;

import com.shop.price.PriceCatalogue;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shop's cart over HTTP. */
public final class CartServer {
  private static final Logger LOG = LoggerFactory.getLogger(CartServer.class);
  private static final Tracer TRACER = GlobalOpenTelemetry.getTracer("com.shop.cart");

  private final CartService carts = new CartService(new PriceCatalogue("jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1"));

  public static void main(String[] args) {
    new CartServer().routes().start(Integer.parseInt(args[0]));
  }

  Javalin routes() {
    return Javalin.create()
        .get("/carts/{id}", this::showCart)
        .post("/carts/{id}/checkout", this::checkout)
        .get("/health", ctx -> ctx.result("ok"));
  }

  private void showCart(Context ctx) {
    LOG.info("show cart {}", ctx.pathParam("id"));
    ctx.result(carts.total(ctx.pathParam("id")) + " EUR");
  }

  private void checkout(Context ctx) {
    Span span = TRACER.spanBuilder("checkout").startSpan();
    try (Scope ignored = span.makeCurrent()) {
      ctx.result(carts.pay(ctx.pathParam("id")));
    } catch (IllegalStateException e) {
      span.recordException(e);
      span.setStatus(StatusCode.ERROR);
      LOG.error("checkout failed", e);
      throw e;
    } finally {
      span.end();
    }
  }
}
