package com.shop.catalogue;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@SpringBootApplication
@EnableScheduling
public class CatalogueApplication {
  public static void main(String[] args) {
    SpringApplication.run(CatalogueApplication.class, args);
  }

  @Component
  static class Restocker {
    private final PriceRepository prices;

    Restocker(PriceRepository prices) {
      this.prices = prices;
    }

    @Scheduled(initialDelay = 2000, fixedDelay = 600_000)
    void restock() {
      prices.findAll().forEach(price -> {
        if (price.cents() < 0) throw new IllegalStateException(price.sku() + " costs nothing");
      });
    }
  }
}
