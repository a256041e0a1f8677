class Catalogue
  PRICES = { 'apple' => 128, 'pear' => 207 }.freeze

  class << self
    def tracer = OpenTelemetry.tracer_provider.tracer('catalogue')
  end

  def price(sku)
    span = self.class.tracer.start_span('look up price', attributes: { 'sku' => sku })
    PRICES.fetch(sku) { raise KeyError, "no price for #{sku}" }
  rescue KeyError => e
    span.record_exception(e)
    span.status = OpenTelemetry::Trace::Status.error('unknown')
    nil
  ensure
    span.finish
  end

  def restock!(sku, count)
    [count].each { |one| check(one) }
  end

  private

  def check(count)
    raise ArgumentError, "cannot restock by\n#{count}" unless count.positive?
  end
end
