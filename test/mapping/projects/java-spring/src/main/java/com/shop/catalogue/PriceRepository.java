package com.shop.catalogue;

import java.util.Optional;
import org.springframework.data.annotation.Id;
import org.springframework.data.repository.CrudRepository;

interface PriceRepository extends CrudRepository<Price, Long> {
  Optional<Price> findBySku(String sku);
}

record Price(@Id Long id, String sku, int cents) {}
