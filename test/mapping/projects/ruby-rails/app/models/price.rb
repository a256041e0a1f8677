class Price < ActiveRecord::Base
  # The prices of the given goods, by name.
  def self.of(skus)
    where(sku: skus).to_a.to_h { |price| [price.sku, price.cents] }
  end

  def rounded
    cents.fdiv(5).round * 5
  end
end
