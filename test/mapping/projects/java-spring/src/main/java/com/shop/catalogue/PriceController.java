package com.shop.catalogue;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/prices")
public class PriceController {
  private final PriceService prices;

  PriceController(PriceService prices) {
    this.prices = prices;
  }

  @GetMapping("/{sku}")
  public Price show(@PathVariable String sku) {
    return prices.find(sku);
  }

  @GetMapping
  public Iterable<Price> list() {
    return prices.all();
  }

  @DeleteMapping("/{sku}")
  public void remove(@PathVariable String sku) {
    prices.remove(sku);
  }

  @ExceptionHandler(PriceService.Unknown.class)
  public ResponseEntity<String> unknown(PriceService.Unknown unknown) {
    return new ResponseEntity<>(unknown.getMessage(), HttpStatus.NOT_FOUND);
  }
}
