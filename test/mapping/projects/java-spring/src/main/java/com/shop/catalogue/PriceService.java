package com.shop.catalogue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
public class PriceService {
  private static final Logger LOG = LoggerFactory.getLogger(PriceService.class);

  private final PriceRepository prices;

  PriceService(PriceRepository prices) {
    this.prices = prices;
  }

  public Price find(String sku) {
    LOG.info("looking for {}", sku);
    return prices.findBySku(sku).orElseThrow(() -> new Unknown(sku));
  }

  public Iterable<Price> all() {
    return prices.findAll();
  }

  public void remove(String sku) {
    Price price = find(sku);
    if (price.cents() > 200) {
      throw new UnsupportedOperationException(sku + " is too dear to remove");
    }
    prices.delete(price);
  }

  public static class Unknown extends RuntimeException {
    Unknown(String sku) {
      super("no price for " + sku);
    }
  }
}
