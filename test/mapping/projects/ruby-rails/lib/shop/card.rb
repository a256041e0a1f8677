module Shop
  class Card
    class Refused < StandardError; end

    def initialize(number)
      @number = number
    end

    def charge(cents)
      authorise(cents)
    rescue ArgumentError
      raise Refused, "card #{@number} refused"
    end

    private

    def authorise(cents)
      raise ArgumentError, "limit is 0, not #{cents}"
    end
  end
end
