import { expect, test } from 'vitest';
import { outlined } from './outlined.ts';

const source = `# def no
require "json"

=begin
def in_comment
end
=end

module Shop
  class Error < StandardError; end

  class Cart < Base
    attr_reader :items

    def initialize(items = [], name: "def x")
      @items = items
      @name = name if name
    end

    def price(by, text)
      sql = query(<<~SQL, <<-OTHER)
        def in_heredoc
        end
      SQL
    def other
      OTHER
      items.each do |item|
        next unless item
        if item.free? then skip end
        begin
          yield item
        rescue Error => e
          log "end #{e}"
        end
      end
    rescue ArgumentError
      nil
    ensure
      done
    end

    def total = items.sum { |i| i.cents }
    def twice(a) =
      a * 2

    def size=(value)
      @size = value
    end

    def ==(other)
      items == other.items
    end

    def empty?; items.empty?; end
    private def secret(a,
                       b)
      a << b
    end

    def self.of(*args)
      new(args)
    end

    class << self
      def build
        x = case 1
            when 1 then 2
            end
      end
    end
  end

  class Cart::Item
    def cents() 1 end
  end
end

def main
  define_method(:a) { }
  def nested
    1
  end
end
__END__
def after
end
`;

test('the functions of a Ruby file: endless methods, heredocs, modifiers, singleton classes, comments in blocks', () => {
  expect(outlined(source, 'ruby')).toEqual([
    'Shop.Cart.initialize 15/15-18',
    'Shop.Cart.price 20/20-40',
    'Shop.Cart.total 42/42-42',
    'Shop.Cart.twice 43/43-44',
    'Shop.Cart.size= 46/46-48',
    'Shop.Cart.== 50/50-52',
    'Shop.Cart.empty? 54/54-54',
    'Shop.Cart.secret 55/55-58',
    'Shop.Cart.of 60/60-62',
    'Shop.Cart.build 65/65-69',
    'Shop.Cart.Item.cents 74/74-74',
    'main 78/78-83',
    'nested 80/80-82',
  ]);
});
