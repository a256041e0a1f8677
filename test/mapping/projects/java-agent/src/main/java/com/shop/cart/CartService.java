package com.shop.cart;

import com.shop.price.PriceCatalogue;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public class CartService {
  private static final Logger LOG = LoggerFactory.getLogger(CartService.class);

  private final PriceCatalogue prices;

  CartService(PriceCatalogue prices) {
    this.prices = prices;
  }

  @WithSpan
  public int total(@SpanAttribute("cart.id") String id) {
    return total(List.of("apple", "pear"));
  }

  private int total(List<String> skus) {
    int sum = 0;
    for (String sku : skus) {
      sum += prices.priceOf(sku);
    }
    return CompletableFuture.completedFuture(new Discount(10)).thenApply(d -> d.apply(100)).join() + sum;
  }

  @WithSpan("payment")
  public String pay(String id) {
    LOG.warn("paying for {}", id);
    new Card("4111").charge(total(id));
    return "paid";
  }

  /** A nested class: its binary name is CartService$Card. */
  static final class Card {
    private final String number;

    Card(String number) {
      this.number = number;
    }

    @WithSpan
    void charge(int cents) {
      try {
        authorise(cents);
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException("card " + number + " refused", e);
      }
    }

    private void authorise(int cents) {
      throw new IllegalArgumentException("limit is 0, not " + cents);
    }
  }
}

/** A second class in the file: com.shop.cart.Discount is not in Discount.java. */
class Discount {
  private final int percent;

  Discount(int percent) {
    this.percent = percent;
  }

  @WithSpan
  int apply(int cents) {
    return cents * percent / 100;
  }
}
